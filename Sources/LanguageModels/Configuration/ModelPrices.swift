/// What a million tokens cost, in dollars.
public struct ModelPrices: Sendable, Equatable, Codable {
    /// Input that came from no cache.
    public var input: Double
    public var cacheRead: Double
    public var cacheWrite: Double
    /// Output, thinking included.
    public var output: Double

    /// Makes prices.
    public init(input: Double, cacheRead: Double, cacheWrite: Double, output: Double) {
        self.input = input
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.output = output
    }

    /// The price of an answer in dollars.
    public func dollars(for usage: TokenUsage) -> Double {
        let uncached = max(0, usage.input - usage.cacheRead - usage.cacheWrite)
        let total =
            Double(uncached) * input + Double(usage.cacheRead) * cacheRead + Double(usage.cacheWrite) * cacheWrite
            + Double(usage.output) * output
        return total / 1_000_000
    }
}

/// Prices by who answered.
public struct PriceTable: Sendable, Equatable {
    private var prices: [ModelIdentity: ModelPrices]

    /// Makes a table.
    public init(_ prices: [ModelIdentity: ModelPrices] = [:]) { self.prices = prices }

    /// The table of a chain of models.
    public init(_ configurations: [ModelConfiguration]) {
        prices = [:]
        for configuration in configurations { prices[configuration.identity] = configuration.prices }
    }

    /// The price of an answer in dollars; nil where nobody said what the model costs.
    public func dollars(for usage: TokenUsage, by identity: ModelIdentity) -> Double? {
        prices[identity]?.dollars(for: usage)
    }
}
