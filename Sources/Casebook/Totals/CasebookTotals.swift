/// What a casebook holds, counted.
public struct CasebookTotals: Sendable, Equatable {
    public var cases: [Case.State: Int]
    public var reports: Int
    public var claims: Int
    public var verifiedClaims: Int
    /// Answers of models.
    public var steps: Int
    public var inputTokens: Int
    public var outputTokens: Int
    /// Answers without a known price count as nothing.
    public var dollars: Double
    /// By state: `pending`, `delivered`, `failed`.
    public var deliveries: [String: Int]
}
