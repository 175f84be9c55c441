/// An instance, node or zone that does worse than its siblings of the same build at the same time.
public struct InstanceDifference: Hashable, Sendable {
    /// The attribute that tells the siblings apart, such as `k8s.node.name`.
    public var field: String
    public var value: String
    /// How many others there are.
    public var siblings: Int
    /// The siblings, taken together, against it.
    public var comparison: BuildComparison

    /// The operations that it does worse.
    public var regressions: [OperationChange] { comparison.operations(.regressed) }

    /// How much worse, 0...1: the greatest difference of failed shares, or Cliff's delta of durations.
    public var strength: Double {
        regressions.map { change in
            max(
                change.moved.contains("errors") ? change.errorDifference?.value ?? 0 : 0,
                change.moved.contains("latency") ? change.latencyEffect?.value ?? 0 : 0)
        }.max() ?? 0
    }

    /// What it says.
    public var sentence: String {
        let worst = regressions.first.map { "\($0.operation.name): \(DiffReport.observation($0))" } ?? "nothing"
        return
            "It is on \(field) = \(value): held against \(siblings) other\(siblings == 1 ? "" : "s") of the same build "
            + "at the same time, \(worst)."
    }
}
