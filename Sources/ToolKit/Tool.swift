public import JSONValues

/// Something the loop, the REPL and MCP clients may call: name, words, schema and code in one value.
///
/// A tool only reads. It says what it could not see, and it never decides how much of its output a model gets:
/// `ToolRegistry` validates, caps and redacts around every tool, once.
public protocol Tool: Sendable {
    /// The arguments, decoded after the schema has accepted them.
    associatedtype Input: Decodable & Sendable

    /// The name a model calls.
    var name: ToolName { get }
    /// What it is for and what its arguments mean; lives in a file beside the tool.
    var words: ToolWords { get }

    /// Does the work.
    ///
    /// - Throws: `ToolFailure` for what the caller can correct or should know.
    func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput
}

/// A tool's name: 1 to 64 of `a-z`, `0-9`, `_`.
public struct ToolName: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    public init(stringLiteral text: String) { self.text = text }

    /// Makes a name from text that was checked elsewhere.
    public init(_ text: String) { self.text = text }

    public static func < (left: ToolName, right: ToolName) -> Bool { left.text < right.text }

    public var description: String { text }
}

/// What a tool tells a model about itself.
public struct ToolWords: Hashable, Sendable {
    /// When to use it and how to read its answer.
    public var description: String
    /// JSON Schema (2020-12 subset, see `JSONSchema`) of its arguments: an object.
    public var inputSchema: JSONValue

    /// Makes words.
    public init(description: String, inputSchema: JSONValue) {
        self.description = description
        self.inputSchema = inputSchema
    }
}

/// A tool as it is shown to a model, an MCP client or a person.
public struct ToolDefinition: Hashable, Sendable {
    public var name: ToolName
    public var words: ToolWords

    /// Makes a definition.
    public init(name: ToolName, words: ToolWords) {
        self.name = name
        self.words = words
    }
}

/// A failure the caller reads and corrects; never a reason to stop an investigation.
public struct ToolFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Codable {
        case unknownTool, invalidArguments, notFound, refused, timedOut, unavailable, cancelled
    }

    public var code: Code
    /// What went wrong, with the exact query and window where there is one.
    public var message: String
    /// What to try next.
    public var hint: String?

    /// Makes a failure.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
