/// What an investigation may spend.
public struct Budget: Codable, Sendable, Equatable {
    /// Answers of a model, the last one without tools included.
    public var steps: Int
    /// Input and output together, cached input included.
    public var tokens: Int
    /// In US dollars; nil for no limit.
    public var dollars: Double?
    /// Wall time in seconds.
    public var seconds: Double
    /// In US dollars over all investigations of a UTC day; nil for no limit.
    public var dollarsPerDay: Double?

    /// Makes a budget.
    public init(
        steps: Int = 30, tokens: Int = 600_000, dollars: Double? = 1, seconds: Double = 900,
        dollarsPerDay: Double? = nil
    ) {
        self.steps = steps
        self.tokens = tokens
        self.dollars = dollars
        self.seconds = seconds
        self.dollarsPerDay = dollarsPerDay
    }

    private enum CodingKeys: String, CodingKey {
        case steps, tokens, dollars, seconds
        case dollarsPerDay = "dollars_per_day"
    }
}
