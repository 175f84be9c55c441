/// Everything telemetry says about two builds of a service.
public struct BuildDifference: Sendable {
    /// How the sides were chosen.
    public enum Method: String, Sendable, Hashable {
        /// Both builds served at the same time: what changes with time alone cancels out.
        case concurrent
        /// One build followed the other.
        case beforeAndAfter
    }

    public var method: Method
    public var before: BuildSide
    public var after: BuildSide
    public var comparison: BuildComparison
    /// What changed without the new build: with `concurrent`, the old build against its own time before the rollout;
    /// else the service a week earlier, at the same hours. A change here is not the new build's doing.
    public var drift: BuildComparison?
    /// Where the latency of one operation changed, operation by operation; nil where no trace of it was found.
    public var path: CriticalPathChange?
    /// The operation `path` is about: the regressed one with most traffic, else the busiest.
    public var pathRoot: Operation?
    public var peers: [ValueChange]
    public var exceptions: [ValueChange]
    public var statements: [ValueChange]
    public var attributes: [AttributeDifference]
    /// Spans that calls per trace and attribute values were counted on, where not on all of them.
    public var sampledSpans: Double?

    /// Spans on each side.
    public var spansBefore: Double { comparison.operations.reduce(0) { $0 + ($1.before?.count ?? 0) } }
    public var spansAfter: Double { comparison.operations.reduce(0) { $0 + ($1.after?.count ?? 0) } }
}
