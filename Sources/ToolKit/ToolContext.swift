public import Telemetry

/// What a call is made in the name of; fixed before the run starts, and nothing a model says can change it.
public struct ToolContext: Sendable {
    /// The window a tool uses where its arguments name none.
    public var window: TimeRange
    /// The window before, for comparisons where the arguments name none.
    public var baseline: TimeRange
    /// The time relative expressions (`-15m`) are counted from.
    public var now: Timestamp
    /// Only this telemetry.
    public var environment: EnvironmentScope
    /// Masks secrets and personal data in what a tool gives back.
    public var redactor: Redactor

    /// Makes a context.
    public init(
        window: TimeRange, baseline: TimeRange, now: Timestamp, environment: EnvironmentScope = .all,
        redactor: Redactor = Redactor()
    ) {
        self.window = window
        self.baseline = baseline
        self.now = now
        self.environment = environment
        self.redactor = redactor
    }
}
