import Telemetry

/// "What your diff did in production", in a few lines.
public struct DiffReport: Hashable, Sendable {
    /// One line.
    public var title: String
    /// Markdown, one fact per line.
    public var lines: [String]
    public var regressions: [OperationChange]
    /// Requests seen on the new build.
    public var requests: Double
    /// Whether there was enough to say anything.
    public var isMeasured: Bool

    /// Writes the report of a comparison that ended `window` after the deploy.
    public init(
        _ difference: BuildDifference, service: String, build: String, previous: String?, window: Duration,
        rollbackOf: String? = nil, regressed: Set<Operation> = []
    ) {
        let operations = difference.comparison.operations
        let drifted = Set((difference.drift?.operations(.regressed) ?? []).map(\.operation))
        regressions = operations.filter { $0.verdict == .regressed && !drifted.contains($0.operation) }
        let entry = operations.filter { $0.operation.kind == .server || $0.operation.kind == .consumer }
        requests = (entry.isEmpty ? operations : entry).reduce(0) { $0 + ($1.after?.count ?? 0) }
        isMeasured = operations.contains { $0.smallestErrorRise != nil && $0.verdict != .tooFew }
        let since = "\(service) \(build), \(Self.text(window)) after the deploy"
        if let rollbackOf {
            let damaged = operations.filter { regressed.contains($0.operation) }
            let still = damaged.filter { $0.verdict == .regressed }
            let isUnknown = !damaged.contains { $0.verdict != .tooFew && $0.after != nil }
            title = "\(service): "
            if regressed.isEmpty {
                title += "\(rollbackOf), which had made nothing measurably worse, was rolled back"
            } else if isUnknown {
                title += "too few requests since the rollback of \(rollbackOf) to say whether numbers returned"
            } else {
                title += "numbers \(still.isEmpty ? "returned" : "did not return") after the rollback of \(rollbackOf)"
            }
            lines = damaged.map(Self.line)
            return
        }
        let changes = operations.filter { [.regressed, .appeared, .vanished, .improved].contains($0.verdict) }
        if changes.isEmpty {
            title = "\(since): nothing measurable, \(Int(requests)) requests seen"
            lines = [Self.sensitivity(entry.isEmpty ? operations : entry)]
        } else {
            title =
                "\(since): "
                + (regressions.isEmpty
                    ? "changed, nothing got worse"
                    : "\(regressions.count) operation\(regressions.count == 1 ? "" : "s") got worse")
            lines = changes.prefix(12).map(Self.line)
        }
        if !drifted.isEmpty {
            lines.append(
                "The old build changed at the same time, so these are not this diff's doing: "
                    + drifted.map(\.name).sorted().joined(separator: ", ") + ".")
        }
    }

    /// The smallest effect that would have been seen, where it was looked at best.
    private static func sensitivity(_ operations: [OperationChange]) -> String {
        let judged = operations.filter { $0.verdict == .unchanged }
        guard let best = judged.max(by: { $0.weight < $1.weight }), let rise = best.smallestErrorRise,
            let effect = best.smallestLatencyEffect
        else { return "Too few requests on one of the builds to see any effect." }
        return "Smallest effect that would have been seen on \(best.operation.name): failures up by "
            + "\(ShortNumber.text(100 * rise)) percentage points, or durations shifted by Cliff's delta \(ShortNumber.text(effect))."
    }

    private static func line(_ change: OperationChange) -> String {
        let seen = observation(change)
        guard change.before != nil, change.after != nil else {
            return "\(change.operation.name): \(change.verdict.rawValue) (\(seen))"
        }
        return "\(change.operation.name): \(change.verdict.rawValue); \(seen)"
    }

    /// What was measured of an operation on both sides, without its name.
    public static func observation(_ change: OperationChange) -> String {
        guard let before = change.before, let after = change.after else {
            return "\(Int(change.after?.count ?? change.before?.count ?? 0)) spans"
        }
        var parts: [String] = []
        if let old = before.latency.quantile(0.95), let new = after.latency.quantile(0.95) {
            parts.append("p95 \(ShortNumber.text(old)) → \(ShortNumber.text(new)) ms")
        }
        parts.append(
            "failures \(ShortNumber.text(100 * before.failures.share)) → \(ShortNumber.text(100 * after.failures.share)) %"
        )
        if change.moved.contains("fan-out"), let old = before.callsPerTrace, let new = after.callsPerTrace {
            parts.append("calls per trace \(ShortNumber.text(old)) → \(ShortNumber.text(new))")
        }
        return parts.joined(separator: ", ") + " over \(Int(before.count)) and \(Int(after.count)) spans"
    }

    private static func text(_ window: Duration) -> String {
        let seconds = Int(window.inWholeSeconds)
        if seconds % 3600 == 0, seconds > 0 { return "\(seconds / 3600) h" }
        return seconds % 60 == 0 && seconds > 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}

extension Duration {
    fileprivate var inWholeSeconds: Int64 { components.seconds }
}
