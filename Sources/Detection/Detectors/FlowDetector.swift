import Analysis
import Telemetry

/// Finds operations whose spans newly take another way: children that no longer come, flows that end early.
///
/// Scores as localisation does (see Analysis/METHODS.md).
public struct FlowDetector: Detector {
    public let name = "flow"
    /// Least score; a regular step that vanished for good scores above 3.
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
        for series in windows.flows {
            guard windows.window.reduce(0, { $0 + series.contextCounts[$1] }) >= minimumCount else { continue }
            screening.tested += 1
            if let finding = finding(series, windows) { screening.findings.append(finding) }
        }
        return screening
    }

    private func finding(_ series: FlowSeries, _ windows: OperationWindows) -> Finding? {
        guard let change = change(series, windows, windows.window), change.score >= minimumScore else { return nil }
        let middle = (change.share + change.usualShare) / 2
        func isChanged(_ bucket: Int) -> Bool {
            guard series.contextCounts[bucket] > 0 else { return true }
            let share = Double(series.counts[bucket]) / Double(series.contextCounts[bucket])
            return change.isGain ? share > middle : share < middle
        }
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
            probability: probability, severity: change.score > 2.5 ? .critical : .warning,
            explanation: "In \(series.service) \(series.operation), \(series.from) is followed by \(series.to) in "
                + "\(Words.percent(change.share)) of \(change.count) cases, \(Words.percent(change.usualShare)) before."
        )
    }

    private func change(_ series: FlowSeries, _ windows: OperationWindows, _ window: Range<Int>) -> ShareChange? {
        var counts: [Int: Int] = [0: window.reduce(0) { $0 + series.counts[$1] }]
        var contexts: [Int: Int] = [0: window.reduce(0) { $0 + series.contextCounts[$1] }]
        for bucket in windows.baseline {
            counts[bucket + 1] = series.counts[bucket]
            contexts[bucket + 1] = series.contextCounts[bucket]
        }
        return ShareChange(counts, of: contexts, isEnding: series.to == FlowSteps.end)
    }
}
