/// Compares what two builds of a service did, operation by operation.
public struct BuildComparison: Hashable, Sendable {
    /// Regressed ones first, then appeared, vanished, improved, and the rest by traffic.
    public var operations: [OperationChange]

    /// What counts as a change.
    public struct Thresholds: Hashable, Sendable {
        /// Adjusted p-values above are chance.
        public var falseDiscoveryRate = 0.01
        /// Smallest difference of failed shares worth a word.
        public var errorDifference = 0.005
        /// Smallest Cliff's delta worth a word (.147 is the conventional bound of "small").
        public var latencyEffect = 0.147
        /// Smallest relative change of the median or p95.
        public var latencyRatio = 1.1
        /// Smallest change of either in milliseconds: a call of 0.2 ms that takes 0.25 ms is no news to anybody.
        public var latencyStep = 1.0
        /// Smallest ratio of calls per trace.
        public var fanOutRatio = 1.5
        /// Sides with fewer spans are not judged.
        public var minimumCount = 20.0

        /// The defaults.
        public init() {}
    }

    /// Compares both sides' operations.
    public init(
        before: [Operation: OperationMeasure], after: [Operation: OperationMeasure],
        thresholds: Thresholds = Thresholds()
    ) {
        var changes = Set(before.keys).union(after.keys).sorted().map {
            OperationChange(operation: $0, before: before[$0], after: after[$0])
        }
        let tested = changes.indices.filter { changes[$0].errorDifference != nil }
        let errors = BenjaminiHochberg.adjusted(
            tested.map { changes[$0].errorDifference?.probability ?? 1 }, tested: 2 * tested.count)
        let latencies = BenjaminiHochberg.adjusted(
            tested.map { changes[$0].latencyEffect?.probability ?? 1 }, tested: 2 * tested.count)
        for (position, index) in tested.enumerated() {
            changes[index].errorDifference?.probability = min(1, errors[position])
            changes[index].latencyEffect?.probability = min(1, latencies[position])
        }
        for index in changes.indices { changes[index].judge(thresholds) }
        operations = changes.sorted { ($0.rank, -$0.weight, $0.operation) < ($1.rank, -$1.weight, $1.operation) }
    }

    /// Operations with a verdict.
    public func operations(_ verdict: OperationChange.Verdict) -> [OperationChange] {
        operations.filter { $0.verdict == verdict }
    }

    /// Whether the newer build alone got worse while the older one served beside it: nothing but what they are made from
    /// differs.
    public func isOfNewerBuild(_ method: BuildDifference.Method) -> Bool {
        method == .concurrent && !operations(.regressed).isEmpty
    }
}

extension OperationChange {
    /// An operation with its tests made and not yet adjusted.
    init(operation: Operation, before: OperationMeasure?, after: OperationMeasure?) {
        self.init(
            operation: operation, before: before, after: after, verdict: before == nil ? .appeared : .vanished,
            moved: [])
        guard let before, let after else { return }
        verdict = .unchanged
        let test = TwoProportionTest(after.failures, before.failures)
        errorDifference = Estimate(
            value: test.difference, interval: Self.newcombe(after.failures, before.failures),
            probability: test.probability)
        let ranks = MannWhitneyTest(classes: after.latency.paired(with: before.latency))
        let reach = NormalDistribution.quantile95 * Self.deltaError(after.count, before.count)
        latencyEffect = Estimate(
            value: ranks.effect, interval: max(-1, ranks.effect - reach)...min(1, ranks.effect + reach),
            probability: ranks.probability)
        if let old = before.callsPerTrace, let new = after.callsPerTrace { fanOutRatio = new / old }
        let pooled = max(before.failures.share, 1 / max(1, before.count))
        smallestErrorRise =
            Self.power80 * (pooled * (1 - pooled) * (1 / max(1, after.count) + 1 / max(1, before.count))).squareRoot()
        smallestLatencyEffect = min(1, Self.power80 * Self.deltaError(after.count, before.count))
    }

    /// 97.5 % plus 80 % normal quantiles: what a two-sided test at 5 % finds four times in five.
    private static let power80 = NormalDistribution.quantile95 + 0.8416

    /// Standard error of Cliff's delta under no difference: √((n + m + 1) / 3nm).
    private static func deltaError(_ left: Double, _ right: Double) -> Double {
        ((left + right + 1) / (3 * max(1, left) * max(1, right))).squareRoot()
    }

    /// Newcombe's interval of a difference of proportions, from both Wilson intervals (1998, method 10).
    private static func newcombe(_ left: Proportion, _ right: Proportion) -> ClosedRange<Double> {
        let (l, r) = (left.wilson(), right.wilson())
        let difference = left.share - right.share
        func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        return
            (difference - length(left.share - l.lowerBound, r.upperBound - right.share))...(difference
            + length(l.upperBound - left.share, right.share - r.lowerBound))
    }

    mutating func judge(_ thresholds: BuildComparison.Thresholds) {
        guard let before, let after else { return }
        guard min(before.count, after.count) >= thresholds.minimumCount else {
            verdict = .tooFew
            return
        }
        let directions = [
            ("errors", errorDirection(thresholds)), ("latency", latencyDirection(thresholds)),
            ("fan-out", fanOutDirection(thresholds)),
        ]
        moved = directions.filter { $0.1 != 0 }.map(\.0)
        if directions.contains(where: { $0.1 > 0 }) {
            verdict = .regressed
        } else if !moved.isEmpty {
            verdict = .improved
        }
    }

    private func errorDirection(_ thresholds: BuildComparison.Thresholds) -> Int {
        guard let errorDifference, errorDifference.probability <= thresholds.falseDiscoveryRate,
            abs(errorDifference.value) >= thresholds.errorDifference
        else { return 0 }
        return errorDifference.value > 0 ? 1 : -1
    }

    private func latencyDirection(_ thresholds: BuildComparison.Thresholds) -> Int {
        guard let latencyEffect, latencyEffect.probability <= thresholds.falseDiscoveryRate,
            abs(latencyEffect.value) >= thresholds.latencyEffect
        else { return 0 }
        let ratios = [0.5, 0.95].compactMap { q -> Double? in
            guard let now = after?.latency.quantile(q), let then = before?.latency.quantile(q),
                abs(now - then) >= thresholds.latencyStep
            else { return nil }
            return now / max(then, 1e-6)
        }
        if latencyEffect.value > 0 { return ratios.contains { $0 >= thresholds.latencyRatio } ? 1 : 0 }
        return ratios.contains { $0 <= 1 / thresholds.latencyRatio } ? -1 : 0
    }

    private func fanOutDirection(_ thresholds: BuildComparison.Thresholds) -> Int {
        guard let fanOutRatio, let before, let after, let now = after.callsPerTrace, let then = before.callsPerTrace,
            min(before.traces, after.traces) >= thresholds.minimumCount
        else { return 0 }
        let step = now - then
        if fanOutRatio >= thresholds.fanOutRatio, step >= 1 { return 1 }
        return fanOutRatio <= 1 / thresholds.fanOutRatio && step <= -1 ? -1 : 0
    }

    /// Order of verdicts in a table.
    var rank: Int {
        switch verdict {
        case .regressed: 0
        case .appeared: 1
        case .vanished: 2
        case .improved: 3
        case .unchanged: 4
        case .tooFew: 5
        }
    }

    /// Spans on both sides.
    public var weight: Double { (before?.count ?? 0) + (after?.count ?? 0) }
}

extension OperationChange {
    /// Makes a change from its parts.
    init(
        operation: Operation, before: OperationMeasure?, after: OperationMeasure?, verdict: Verdict, moved: [String]
    ) {
        self.operation = operation
        self.before = before
        self.after = after
        self.verdict = verdict
        self.moved = moved
    }
}
