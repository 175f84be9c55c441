/// A failure as a log, an alert or a test run prints it, taken apart.
struct FailureText {
    /// One failure of the text; a test run may print several.
    struct Block {
        /// The class and method of a failing test, where it is one.
        var testClass: String?
        var testMethod: String?
        var message: String
        var frames: [StackFrame]
    }

    let blocks: [Block]

    init(_ text: String) {
        var sections: [[Substring]] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if sections.isEmpty || line.hasPrefix("--- ") && line.contains("::") { sections.append([]) }
            sections[sections.count - 1].append(line)
        }
        blocks = sections.compactMap(Self.block)
    }

    private static func block(_ lines: [Substring]) -> Block? {
        guard let head = lines.first else { return nil }
        var block = Block(message: "", frames: StackTrace(parsing: lines.joined(separator: "\n")).frames)
        if head.hasPrefix("--- "), let mark = head.firstRange(of: "::") {
            block.testClass = String(head[head.index(head.startIndex, offsetBy: 4)..<mark.lowerBound])
            block.testMethod = String(head[mark.upperBound...])
            block.message = lines.dropFirst().first.map(String.init) ?? ""
        } else {
            block.message = lines.first { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
        }
        return block
    }
}
