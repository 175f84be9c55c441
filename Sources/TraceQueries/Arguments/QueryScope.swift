public import Telemetry

/// What a query takes from its surroundings where its text names none.
public struct QueryScope: Sendable {
    /// The window of a query without `from` and `to`.
    public var window: TimeRange
    /// The time that `-15m` is counted from.
    public var now: Timestamp
    /// Only this telemetry.
    public var environment: EnvironmentScope

    /// Makes a scope.
    public init(window: TimeRange, now: Timestamp, environment: EnvironmentScope = .all) {
        self.window = window
        self.now = now
        self.environment = environment
    }

    /// The range between two time expressions; a missing one falls back to the window's.
    ///
    /// - Throws: `TraceQLError` where an expression is not understood or the range would be empty.
    public func range(from: String?, to: String?) throws(TraceQLError) -> TimeRange {
        guard from != nil || to != nil else { return window }
        let end = try to.map { text throws(TraceQLError) in try time(text, "to") } ?? max(window.end, now)
        let start = try from.map { text throws(TraceQLError) in try time(text, "from") } ?? min(window.start, end)
        guard start < end else {
            throw TraceQLError(
                .argument, "the window \(start)/\(end) is empty", hint: "'from' has to lie before 'to'")
        }
        return TimeRange(start: start, end: end)
    }

    func time(_ text: String, _ name: String) throws(TraceQLError) -> Timestamp {
        guard let time = TimeExpression.parse(text, now: now) else {
            throw TraceQLError(
                .argument, "'\(text.prefix(60))' is not a time for '\(name)'",
                hint: "RFC 3339 such as 2026-11-24T10:00:00Z, or relative to now such as -15m, -2h, now")
        }
        return time
    }
}
