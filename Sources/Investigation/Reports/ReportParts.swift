public import Telemetry

/// Something that happened, at a time.
public struct TimelineEntry: Codable, Sendable, Equatable {
    public var time: Timestamp
    public var text: String

    /// Makes an entry.
    public init(time: Timestamp, text: String) {
        self.time = time
        self.text = text
    }
}

/// What telemetry did not show.
public struct BlindSpot: Codable, Sendable, Equatable {
    /// What was missing.
    public var missing: String
    /// The instrumentation that would have shown it.
    public var instrumentation: String

    /// Makes a blind spot.
    public init(missing: String, instrumentation: String = "") {
        self.missing = missing
        self.instrumentation = instrumentation
    }
}

/// Something that can be measured later to see whether the report was right.
public struct Prediction: Codable, Sendable, Equatable {
    /// One sentence: `p99 of cart GET /cart returns below 300 ms once 1.5.0 is rolled back`.
    public var text: String
    public var service: String?
    public var operation: String?
    /// `p99`, `p50`, `error_rate`, `rate`.
    public var measure: String?
    /// What the measure is compared with, in `unit`; `below` or `above` it.
    public var threshold: Double?
    public var unit: String?
    public var direction: Direction?

    /// On which side of the threshold the measure will be.
    public enum Direction: String, Codable, Sendable { case below, above }

    /// Makes a prediction.
    public init(
        text: String, service: String? = nil, operation: String? = nil, measure: String? = nil,
        threshold: Double? = nil, unit: String? = nil, direction: Direction? = nil
    ) {
        self.text = text
        self.service = service
        self.operation = operation
        self.measure = measure
        self.threshold = threshold
        self.unit = unit
        self.direction = direction
    }
}

/// How a report was made.
public struct Making: Codable, Sendable, Equatable {
    /// Who drove, in the order they were used: `anthropic/...`, `rulebook/1`; empty for the first report.
    public var models: [String]
    /// The prompt's name and SHA-256.
    public var prompt: String
    public var promptHash: String
    /// Answers of a model.
    public var steps: Int
    public var inputTokens: Int
    public var cachedTokens: Int
    public var outputTokens: Int
    /// In US dollars, after the price table; nil where a price was missing.
    public var cost: Double?
    public var seconds: Double
    /// Why the loop ended, one sentence.
    public var ending: String
    /// The team's runbooks that were given, each with the beginning of its SHA-256; nil in older reports.
    public var runbooks: [String]?
    /// How many cited calls were run again before publishing, and how many of them answered differently; nil in older
    /// reports.
    public var rerunCalls: Int?
    public var changedCalls: Int?

    /// Makes an account.
    public init(
        models: [String] = [], prompt: String = "", promptHash: String = "", steps: Int = 0, inputTokens: Int = 0,
        cachedTokens: Int = 0, outputTokens: Int = 0, cost: Double? = 0, seconds: Double = 0, ending: String = "",
        runbooks: [String] = []
    ) {
        self.models = models
        self.prompt = prompt
        self.promptHash = promptHash
        self.steps = steps
        self.inputTokens = inputTokens
        self.cachedTokens = cachedTokens
        self.outputTokens = outputTokens
        self.cost = cost
        self.seconds = seconds
        self.ending = ending
        self.runbooks = runbooks.isEmpty ? nil : runbooks
    }

    private enum CodingKeys: String, CodingKey {
        case models, prompt, steps, cost, seconds, ending, runbooks
        case promptHash = "prompt_hash"
        case rerunCalls = "rerun_calls"
        case changedCalls = "changed_calls"
        case inputTokens = "input_tokens"
        case cachedTokens = "cached_tokens"
        case outputTokens = "output_tokens"
    }
}
