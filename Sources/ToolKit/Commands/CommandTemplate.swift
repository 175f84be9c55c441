import JSONValues

/// Program arguments with holes. A value fills its hole as it is; it can never become a second argument.
struct CommandTemplate {
    private let words: [String]

    init(_ words: [String]) { self.words = words }

    /// The arguments of a call. A word whose hole has no value is left out.
    ///
    /// - Throws: `ToolFailure` for a value that would be read as an option, or holds control characters.
    func filled(_ values: [String: JSONValue], _ environment: [String: String]) throws(ToolFailure) -> [String] {
        var result: [String] = []
        for word in words {
            guard let filled = try fill(word, values, environment) else { continue }
            result.append(filled)
        }
        return result
    }

    /// The names of all holes, `env:` ones included.
    static func holes(in word: String) -> [String] {
        var holes: [String] = []
        var rest = word[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            holes.append(String(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return holes
    }

    private func fill(
        _ word: String, _ values: [String: JSONValue], _ environment: [String: String]
    ) throws(ToolFailure) -> String? {
        var result = ""
        var rest = word[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let hole = rest[open.upperBound..<close.lowerBound]
            result += rest[..<open.lowerBound]
            rest = rest[close.upperBound...]
            if hole.hasPrefix("env:") {
                guard let value = environment[String(hole.dropFirst(4))] else {
                    throw ToolFailure(.unavailable, "the variable \(hole.dropFirst(4)) is not set for this tool")
                }
                result += value
                continue
            }
            guard let value = values[String(hole)], !value.isNull else { return nil }
            let text = value.string ?? value.text
            try Self.check(text, of: hole, isFirst: result.isEmpty)
            result += text
        }
        return result + rest
    }

    private static func check(_ text: String, of hole: Substring, isFirst: Bool) throws(ToolFailure) {
        if isFirst, text.hasPrefix("-") {
            throw ToolFailure(.invalidArguments, "\(hole) must not begin with '-'")
        }
        if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\t" }) {
            throw ToolFailure(.invalidArguments, "\(hole) must not hold control characters")
        }
    }
}
