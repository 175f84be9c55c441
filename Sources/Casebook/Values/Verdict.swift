public import Telemetry

/// A person's or a later measurement's judgement of a report.
public struct Verdict: Hashable, Sendable, Codable {
    /// The judgement.
    public enum Judgement: String, Hashable, Sendable, Codable, CaseIterable {
        case right, partly, wrong
    }

    /// Who judged.
    public enum Origin: String, Hashable, Sendable, Codable, CaseIterable {
        case person, measurement
    }

    public var reportID: Int64
    public var judgement: Judgement
    public var origin: Origin
    /// Why, in the words of who judged.
    public var note: String?
    public var at: Timestamp
}
