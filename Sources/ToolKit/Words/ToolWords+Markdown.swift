import JSONValues

extension ToolWords {
    /// Reads the words of a tool: text for the model, and one fence marked `json` that holds the arguments' schema.
    ///
    /// - Throws: `ToolWordsError` where the fence is missing, doubled, not JSON, or not the schema of an object.
    public init(markdown: some StringProtocol) throws(ToolWordsError) {
        var prose: [Substring] = []
        var fences: [[Substring]] = []
        var isInside = false
        for line in Substring(markdown).split(separator: "\n", omittingEmptySubsequences: false) {
            if !isInside, line == "```json" {
                isInside = true
                fences.append([])
            } else if isInside, line == "```" {
                isInside = false
            } else if isInside {
                fences[fences.count - 1].append(line)
            } else {
                prose.append(line)
            }
        }
        guard fences.count == 1, !isInside, let fence = fences.first else {
            throw ToolWordsError(message: "expected one closed ```json fence, found \(fences.count)")
        }
        let schema: JSONValue
        do {
            schema = try JSONValue(parsing: fence.joined(separator: "\n"))
            _ = try JSONSchema(schema)
        } catch let error as JSONError {
            throw ToolWordsError(message: "the schema is \(error.message)")
        } catch {
            throw ToolWordsError(message: "\(error)")
        }
        guard schema["type"]?.string == "object" else {
            throw ToolWordsError(message: "the schema must have \"type\": \"object\"")
        }
        self.init(description: Self.trimmed(prose.joined(separator: "\n")), inputSchema: schema)
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

/// Words of a tool that cannot be used; found at start, by the build's tests or by `whyd check`.
public struct ToolWordsError: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String

    public var description: String { message }
}
