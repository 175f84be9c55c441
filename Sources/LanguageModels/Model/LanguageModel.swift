public import ToolKit

/// Something that drives an investigation: a language model behind an API, the rulebook, or a script.
///
/// Stateless: the request holds the whole conversation. Implementations pass one conformance suite.
public protocol LanguageModel: Sendable {
    /// Who answers, such as `anthropic` / `claude-sonnet-5-5`, or `rulebook` / `1`.
    var identity: ModelIdentity { get }

    /// The longest conversation it takes, its answer included; nil for no limit worth minding.
    var contextTokens: Int? { get }

    /// Answers the conversation; text arrives through `onDelta` while it is produced.
    ///
    /// A turn has text, a tool call, or `stop` says `outputLimit`. Its `stop` is `toolCalls` exactly when it has calls;
    /// calls that the output limit cut are not in it. Refusals, a full context and empty answers are thrown.
    ///
    /// - Throws: `ModelFailure`. A cancelled task throws `.cancelled`; a cut stream never counts as an answer.
    func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn
}

extension LanguageModel {
    public var contextTokens: Int? { nil }
}

/// Who answers.
public struct ModelIdentity: Hashable, Sendable, Codable, CustomStringConvertible {
    /// `anthropic`, `openai`, `openai-compatible`, `rulebook`, `scripted`.
    public var provider: String
    /// The model's name as the provider knows it.
    public var model: String

    /// Makes an identity.
    public init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    public var description: String { "\(provider)/\(model)" }
}

/// A whole conversation, and what the answer may use.
public struct ModelRequest: Sendable, Equatable {
    /// The system prompt; byte-stable over an investigation so that prompt caches hit.
    public var system: String
    /// Sorted by name; byte-stable likewise.
    public var tools: [ToolDefinition]
    /// Append-only.
    public var messages: [ModelMessage]
    /// Whether the answer may call tools. Turned off for the last step; `tools` stays as it was.
    public var mayCallTools: Bool
    public var maximumOutputTokens: Int

    /// Makes a request.
    public init(
        system: String, tools: [ToolDefinition], messages: [ModelMessage], mayCallTools: Bool = true,
        maximumOutputTokens: Int = 4096
    ) {
        self.system = system
        self.tools = tools
        self.messages = messages
        self.mayCallTools = mayCallTools
        self.maximumOutputTokens = maximumOutputTokens
    }
}

/// Part of an answer while it is produced.
public enum ModelDelta: Sendable, Equatable {
    case text(String)
    case thinking(String)
    case toolCallStarted(name: String)
}
