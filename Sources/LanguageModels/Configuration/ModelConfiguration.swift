/// One model of the chain, with every value it needs; whoever reads files and the environment fills it in.
public struct ModelConfiguration: Sendable, Equatable {
    /// Whose protocol is spoken.
    public enum Provider: String, Sendable, Codable, CaseIterable {
        /// Anthropic Messages.
        case anthropic
        /// OpenAI Responses.
        case openAI = "openai"
        /// Chat Completions, as nearly everybody else speaks it.
        case openAICompatible = "openai-compatible"
    }

    public var provider: Provider
    /// The model's name as the provider knows it.
    public var model: String
    /// Where it is served; nil for the provider's own address. Needed for `openAICompatible`.
    public var baseURL: String?
    public var key: APIKey?
    /// Anthropic's API version, `2023-06-01` or `2026-10-21`.
    public var apiVersion: String
    public var limits: ModelLimits
    /// What the server can do; nil for what is known of the provider and model.
    public var capabilities: ModelCapabilities?
    /// Reasoning effort in the provider's words (`low`, `medium`, `high` ...); nil leaves it to the provider.
    public var effort: String?

    /// Makes a configuration.
    public init(
        provider: Provider, model: String, baseURL: String? = nil, key: APIKey? = nil,
        apiVersion: String = "2026-10-21", limits: ModelLimits = ModelLimits(),
        capabilities: ModelCapabilities? = nil, effort: String? = nil
    ) {
        self.provider = provider
        self.model = model
        self.baseURL = baseURL
        self.key = key
        self.apiVersion = apiVersion
        self.limits = limits
        self.capabilities = capabilities
        self.effort = effort
    }

    /// Who would answer.
    public var identity: ModelIdentity { ModelIdentity(provider: provider.rawValue, model: model) }
}

/// A secret that shows itself to nobody but the provider it is for.
public struct APIKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let secret: String

    /// Wraps a key; blanks and line ends around it are dropped.
    public init(_ secret: String) {
        self.secret = String(secret.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    public var description: String { "(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How much and how long.
public struct ModelLimits: Sendable, Equatable {
    /// The most tries of one answer, the first included.
    public var maximumAttempts: Int
    /// The longest silence on the line.
    public var idle: Duration
    /// The longest time for one try, pings or not.
    public var total: Duration
    /// The most bytes of one answer on the wire.
    public var answerBytes: Int
    /// Tokens granted on top of what was asked for, because thinking is counted as output; nil for what is known of
    /// the model.
    public var thinkingTokens: Int?
    /// The longest conversation, its answer included; nil where it is not known.
    public var contextTokens: Int?

    /// Makes limits.
    public init(
        maximumAttempts: Int = 3, idle: Duration = .seconds(90), total: Duration = .seconds(900),
        answerBytes: Int = 16_777_216, thinkingTokens: Int? = nil, contextTokens: Int? = nil
    ) {
        self.maximumAttempts = maximumAttempts
        self.idle = idle
        self.total = total
        self.answerBytes = answerBytes
        self.thinkingTokens = thinkingTokens
        self.contextTokens = contextTokens
    }
}
