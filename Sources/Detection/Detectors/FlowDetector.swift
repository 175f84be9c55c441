import Analysis
import Telemetry

/// Finds operations whose spans newly break off: flows that end early or log an error, steps that no longer come.
///
/// Scores as localisation does (see Analysis/METHODS.md). The other direction is no fault: a new step of another kind is
/// another way, and an end or an error page that no longer comes is a recovery.
public struct FlowDetector: Detector {
    public let name = "flow"
    public let widens = true
    /// Least score of a warning; a regular step that vanished for good scores above 3. Above two thirds of it there is
    /// a notice.
    public var minimumScore: Double
    /// Least occurrences of the context in the window.
    public var minimumCount: Int

    /// Makes a detector.
    public init(minimumScore: Double = 1.2, minimumCount: Int = 8) {
        self.minimumScore = minimumScore
        self.minimumCount = minimumCount
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        var screening = Screening()
        guard SeriesTest(windows: windows).isWarm else { return screening }
        // A wide window sees few spans by definition; twice as many rule out that a few came together by chance.
        let fewest = minimumCount * (windows.isWidened ? 2 : 1)
        var changed: [(series: FlowSeries, change: ShareChange)] = []
        for series in windows.flows {
            guard windows.window.reduce(0, { $0 + series.contextCounts[$1] }) >= fewest else { continue }
            screening.tested += 1
            guard let change = change(series, windows), change.score >= minimumScore * 2 / 3 else { continue }
            changed.append((series, change))
        }
        guard !changed.isEmpty else { return screening }
        let errors = ErrorSteps(windows)
        let faults = changed.filter { isFault($0.series, $0.change, errors) }
        screening.movements = faults.compactMap { movement($0.series, $0.change, windows) }
        screening.findings = faults.compactMap { finding($0.series, windows) }
        return screening
    }

    /// The change, whatever the step held before, where it is one in every bucket of the window.
    private func movement(_ series: FlowSeries, _ change: ShareChange, _ windows: OperationWindows) -> Movement? {
        guard change.score >= minimumScore, windows.window.allSatisfy({ isChanged(series, change, $0) }) else {
            return nil
        }
        return Movement(
            fingerprint: Finding.fingerprint(
                of: .structureChange, by: name, service: series.callee ?? series.service, operation: series.operation),
            change: abs(change.share - change.usualShare))
    }

    /// Whether a bucket lies nearer to the change than to what is usual; one that does not show the context says nothing.
    private func isChanged(_ series: FlowSeries, _ change: ShareChange, _ bucket: Int) -> Bool {
        let middle = (change.share + change.usualShare) / 2
        return series.share(bucket).map { change.isGain ? $0 > middle : $0 < middle } ?? true
    }

    /// The change beyond all that the step held before for as long, where it is one in every bucket of the window.
    private func finding(_ series: FlowSeries, _ windows: OperationWindows) -> Finding? {
        let held = held(series, windows)
        guard let change = change(series, windows, beyond: held), change.score >= minimumScore * 2 / 3,
            isBeyond(held, series, change.isGain, windows)
        else { return nil }
        func isChanged(_ bucket: Int) -> Bool { self.isChanged(series, change, bucket) }
        let test = SeriesTest(windows: windows)
        guard windows.window.allSatisfy(isChanged) else { return nil }
        let probability = TwoProportionTest(
            Proportion(change.share * Double(change.count), of: Double(change.count)),
            Proportion(change.usualShare * Double(change.baselineCount), of: Double(change.baselineCount))
        ).probability
        return Finding(
            detector: name, kind: .structureChange, service: series.callee ?? series.service,
            operation: series.operation, onset: windows.range(test.onset(isChanged)..<windows.bucketCount).start,
            window: windows.range(windows.window), observed: change.share, expected: change.usualShare, unit: "share",
            effect: change.score, sampleSize: change.count, baselineSize: change.baselineCount,
            probability: probability,
            severity: change.score < minimumScore ? .notice : (change.score > 2.5 ? .critical : .warning),
            explanation: FlowSteps.sentence(
                "\(series.service) \(series.operation)", from: series.from, to: series.to, change))
    }

    /// Whether the change is in the direction of a fault: more spans break off, or fewer go on.
    private func isFault(_ series: FlowSeries, _ change: ShareChange, _ errors: ErrorSteps) -> Bool {
        guard change.isGain else { return series.to != FlowSteps.end && errors.verdict(series) == .none }
        if series.to == FlowSteps.end { return !errors.isRecovery(change, of: series) }
        return errors.verdict(series) == .told
    }

    /// The lowest and the highest share that the step held before, for as long as the window is; nil of no history.
    private func held(_ series: FlowSeries, _ windows: OperationWindows) -> ClosedRange<Double>? {
        let test = SeriesTest(windows: windows)
        guard let highest = test.highestHeld({ series.share($0) }),
            let lowest = test.highestHeld({ series.share($0).map { -$0 } })
        else { return nil }
        return min(-lowest, highest)...max(-lowest, highest)
    }

    /// Whether the share stands, in every bucket of the window, beyond where it stood for as long before.
    private func isBeyond(
        _ held: ClosedRange<Double>?, _ series: FlowSeries, _ isGain: Bool, _ windows: OperationWindows
    ) -> Bool {
        let shares = windows.window.compactMap { series.share($0) }
        guard shares.count == windows.windowBuckets, let least = shares.min(), let most = shares.max() else {
            return false
        }
        return held.map { isGain ? least > $0.upperBound : most < $0.lowerBound } ?? true
    }

    private func change(
        _ series: FlowSeries, _ windows: OperationWindows, beyond held: ClosedRange<Double>? = nil
    ) -> ShareChange? {
        func oneForTheWindow(_ values: [Int]) -> [Int] {
            [windows.window.reduce(0) { $0 + values[$1] }] + values[windows.baseline]
        }
        return ShareChange(
            oneForTheWindow(series.counts), of: oneForTheWindow(series.contextCounts),
            isEnding: series.to == FlowSteps.end, beyond: held)
    }
}

extension FlowSeries {
    /// The step's share of its context in a bucket; nil where the context did not occur.
    fileprivate func share(_ bucket: Int) -> Double? {
        contextCounts[bucket] > 0 ? Double(counts[bucket]) / Double(contextCounts[bucket]) : nil
    }
}
