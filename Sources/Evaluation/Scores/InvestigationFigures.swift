import Investigation

/// What the reports of an evaluation were worth and what they cost.
public struct InvestigationFigures: Sendable, Equatable {
    public var reports = 0
    public var claims = 0
    /// Claims that held when they were read again from stored evidence.
    public var verified = 0
    /// Claims published as verified that did not hold; there must be none.
    public var wrong: [String] = []
    /// Numbers in a report's sentences that stand nowhere in its evidence; there must be none.
    public var loose: [String] = []
    /// Wall time of each investigation.
    public var seconds: [Double] = []
    public var tokens = 0
    /// In US dollars; nil once a price was missing.
    public var dollars: Double? = 0

    /// Nothing investigated yet.
    public init() {}

    /// Adds one investigation.
    mutating func add(_ investigated: InvestigatedCase, of id: String) {
        let making = investigated.report.making
        reports += 1
        claims += investigated.audit.claims
        verified += investigated.audit.verified
        wrong += investigated.audit.wrong.map { "\(id): \($0)" }
        loose += investigated.audit.loose.map { "\(id): \($0)" }
        seconds.append(investigated.seconds)
        tokens += making.inputTokens + making.outputTokens
        dollars = dollars.flatMap { sum in making.cost.map { sum + $0 } }
    }

    /// Adds another evaluation's figures.
    mutating func merge(_ other: InvestigationFigures) {
        reports += other.reports
        claims += other.claims
        verified += other.verified
        wrong += other.wrong
        loose += other.loose
        seconds += other.seconds
        tokens += other.tokens
        dollars = dollars.flatMap { sum in other.dollars.map { sum + $0 } }
    }

    /// Share of the claims that held, 0...1.
    public var verifiedShare: Double? { claims > 0 ? Double(verified) / Double(claims) : nil }
}
