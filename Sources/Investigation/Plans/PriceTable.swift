public import LanguageModels

/// What models cost, from the configuration.
public struct PriceTable: Codable, Sendable, Equatable {
    /// Dollars per million tokens.
    public struct Price: Codable, Sendable, Equatable {
        public var input: Double
        public var cacheRead: Double
        public var cacheWrite: Double
        public var output: Double

        /// Makes a price.
        public init(input: Double, cacheRead: Double? = nil, cacheWrite: Double? = nil, output: Double) {
            self.input = input
            self.cacheRead = cacheRead ?? input
            self.cacheWrite = cacheWrite ?? input
            self.output = output
        }
    }

    /// By `provider/model`, or by the beginning of a model's name.
    public var prices: [String: Price]

    /// Makes a table.
    public init(_ prices: [String: Price] = [:]) { self.prices = prices }

    /// What a usage cost in dollars; nil where the model has no price. The rulebook is free.
    public func cost(of usage: TokenUsage, by model: ModelIdentity) -> Double? {
        if isFree(model) { return 0 }
        guard let price = price(of: model) else { return nil }
        let plain = max(0, usage.input - usage.cacheRead - usage.cacheWrite)
        return
            (Double(plain) * price.input + Double(usage.cacheRead) * price.cacheRead
            + Double(usage.cacheWrite) * price.cacheWrite + Double(usage.output) * price.output) / 1_000_000
    }

    /// Whether its answers cost nothing, whatever the table says.
    public func isFree(_ model: ModelIdentity) -> Bool { model.provider == "rulebook" || model.provider == "scripted" }

    private func price(of model: ModelIdentity) -> Price? {
        if let exact = prices[model.description] ?? prices[model.model] { return exact }
        let fitting = prices.keys.filter { model.model.hasPrefix($0) }
        return fitting.max { ($0.count, $0) < ($1.count, $1) }.flatMap { prices[$0] }
    }
}
