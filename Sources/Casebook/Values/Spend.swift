/// What models cost on one day, in UTC.
public struct Spend: Hashable, Sendable, Codable {
    /// `2026-11-24`.
    public var day: String
    public var inputTokens: Int
    public var outputTokens: Int
    public var dollars: Double
}
