import JSONValues

/// What a server's tool answered.
struct MCPResult {
    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    /// The answer as whyd's own tools give theirs.
    ///
    /// - Throws: `ToolFailure` with the tool's words where it says that it failed.
    func output(of tool: String, server: String) throws(ToolFailure) -> ToolOutput {
        let content = json["content"]?.array ?? []
        let texts = content.compactMap { $0["text"]?.string ?? $0["resource"]?["text"]?.string }
        if json["isError"]?.boolean == true {
            let words = texts.joined(separator: "\n")
            throw ToolFailure(.refused, "\(tool) of \(server) failed: \(words.isEmpty ? "no reason given" : words)")
        }
        var sections = texts.enumerated().map { index, text in
            ToolOutput.Section(name: texts.count == 1 ? "content" : "content \(index + 1)", content: .text(text))
        }
        if sections.isEmpty, let structured = json["structuredContent"], !structured.isNull {
            sections = [ToolOutput.Section(name: "content", content: .text(structured.prettyText))]
        }
        let others = content.count - texts.count
        return ToolOutput(
            summary: "answer of \(tool) at \(server)", sections: sections, backend: "mcp:\(server)",
            isComplete: others == 0,
            notes: others == 0 ? [] : ["\(others) parts that are not text (images, links) were left out"])
    }
}
