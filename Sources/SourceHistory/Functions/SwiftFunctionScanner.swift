/// Functions, initializers and subscripts of a Swift file, with the types around them.
///
/// universal-ctags does not know Swift; declarations are recognised by their keyword at the start of a line.
struct SwiftFunctionScanner {
    let lines: [String]

    func functions() -> [SourceFunction] {
        var types: [(name: String, lines: ClosedRange<Int>)] = []
        var found: [SourceFunction] = []
        for (index, line) in lines.enumerated() {
            let words = Self.declarationWords(line)
            guard let keyword = words.first(where: Self.keywords.contains) else { continue }
            let number = index + 1
            let name = words.drop { $0 != keyword }.dropFirst().first.map(String.init) ?? ""
            let end = BraceScanner.end(of: lines, from: number)
            if Self.typeKeywords.contains(keyword) {
                types.append((name, number...end))
            } else {
                let scope = types.filter { $0.lines.contains(number) }.map(\.name).joined(separator: ".")
                let isNamed = keyword == "func" && !name.isEmpty
                found.append(
                    SourceFunction(name: isNamed ? name : String(keyword), scope: scope, lines: number...end))
            }
        }
        return found
    }

    private static let typeKeywords: Set<Substring> = ["class", "struct", "enum", "actor", "extension", "protocol"]
    private static let functionKeywords: Set<Substring> = ["func", "init", "subscript", "deinit"]
    private static let keywords = typeKeywords.union(functionKeywords)
    private static let modifiers: Set<Substring> = [
        "public", "package", "internal", "private", "fileprivate", "open", "static", "final", "override", "mutating",
        "nonmutating", "convenience", "required", "indirect", "nonisolated", "isolated", "consuming", "borrowing",
        "distributed", "dynamic", "optional",
    ]

    /// The declaration's words up to its parameters; empty where the line does not open with one.
    private static func declarationWords(_ line: String) -> [Substring] {
        let words = line.prefix { !"({<:".contains($0) }.split(separator: " ")
            .map { $0.prefix { $0 != "?" && $0 != "!" } }
        guard let first = words.first(where: { !$0.hasPrefix("@") && !modifiers.contains($0) }),
            keywords.contains(first)
                || first == "class" && words.contains(where: { functionKeywords.contains($0) })
        else { return [] }
        // `class func` is a function, not a type.
        if first == "class", words.contains("func") { return words.filter { $0 != "class" } }
        return words
    }
}
