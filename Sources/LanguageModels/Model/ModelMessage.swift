public import JSONValues

/// One entry of a conversation.
public enum ModelMessage: Sendable, Equatable, Codable {
    /// Words of whyd or of a person.
    case user(String)
    /// An earlier answer, replayed verbatim.
    case assistant(ModelTurn)
    /// The results of every call of the answer before, in call order.
    case toolResults([ToolCallResult])
}

/// The result of one tool call, as the model reads it.
public struct ToolCallResult: Sendable, Equatable, Codable {
    /// The id the model gave the call.
    public var callID: String
    /// The tool's name.
    public var name: String
    /// What the model reads, already capped and redacted.
    public var content: String
    public var isError: Bool

    /// Makes a result.
    public init(callID: String, name: String, content: String, isError: Bool = false) {
        self.callID = callID
        self.name = name
        self.content = content
        self.isError = isError
    }
}

/// One complete answer.
public struct ModelTurn: Sendable, Equatable, Codable {
    public var blocks: [Block]
    public var stop: Stop
    public var usage: TokenUsage
    /// The provider's own content (thinking, signatures, reasoning items ...), echoed verbatim to the same provider;
    /// nil where there is none.
    public var providerContent: JSONValue?
    /// Who answered, where it was not (or may not have been) the model that was asked; prices go by it.
    public var answeredBy: ModelIdentity?

    /// A part of an answer.
    public enum Block: Sendable, Equatable, Codable {
        case text(String)
        case thinking(String)
        case toolCall(ToolCall)
    }

    /// Why the answer ended.
    public enum Stop: String, Sendable, Equatable, Codable {
        case finished, toolCalls, outputLimit, refused, contextFull
    }

    /// Makes a turn.
    public init(
        blocks: [Block], stop: Stop, usage: TokenUsage = TokenUsage(), providerContent: JSONValue? = nil,
        answeredBy: ModelIdentity? = nil
    ) {
        self.blocks = blocks
        self.stop = stop
        self.usage = usage
        self.providerContent = providerContent
        self.answeredBy = answeredBy
    }

    /// The text of all text blocks.
    public var text: String {
        blocks.compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
    }

    /// The calls, in order.
    public var toolCalls: [ToolCall] {
        blocks.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }
}

/// A tool call a model asked for.
public struct ToolCall: Sendable, Equatable, Codable {
    /// The provider's id, or one made up where it sent none.
    public var id: String
    public var name: String
    /// The arguments; where they were not valid JSON, `invalidArguments` holds the text and this is null.
    public var arguments: JSONValue
    /// The text that was sent as arguments and is not JSON; nil where it parsed.
    public var invalidArguments: String?

    /// Makes a call.
    public init(id: String, name: String, arguments: JSONValue, invalidArguments: String? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.invalidArguments = invalidArguments
    }
}

/// What an answer cost in tokens. `input` includes what was read from or written to a cache.
public struct TokenUsage: Sendable, Hashable, Codable {
    public var input: Int
    public var cacheRead: Int
    public var cacheWrite: Int
    /// Includes thinking.
    public var output: Int

    /// Makes a usage.
    public init(input: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0, output: Int = 0) {
        self.input = input
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.output = output
    }

    public static func + (left: TokenUsage, right: TokenUsage) -> TokenUsage {
        TokenUsage(
            input: left.input + right.input, cacheRead: left.cacheRead + right.cacheRead,
            cacheWrite: left.cacheWrite + right.cacheWrite, output: left.output + right.output)
    }
}
