/// The role a span plays, with OTLP's numbers.
public enum SpanKind: UInt8, Sendable, Codable, CaseIterable {
    case unspecified = 0
    case `internal` = 1
    case server = 2
    case client = 3
    case producer = 4
    case consumer = 5

    /// The lower-case word used in queries and reports.
    public var word: String { "\(self)" }
}

/// The outcome an instrumented program recorded on a span, with OTLP's numbers.
public enum SpanStatus: UInt8, Sendable, Codable, CaseIterable {
    case unset = 0
    case ok = 1
    case error = 2

    /// The lower-case word used in queries and reports.
    public var word: String { "\(self)" }
}
