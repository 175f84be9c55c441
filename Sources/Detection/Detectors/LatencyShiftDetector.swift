import Analysis
import Telemetry

/// Finds work that became slower: an operation's own time, or the gap between a call and the work that answers it.
///
/// The logarithms of three quantiles are held against the median of the baseline's buckets. What is left after taking
/// off the usual movement, and the highest level the same work held before for as long as the window is, is the
/// excess; it has to be there in every bucket of the window. Few spans shrink it by `n / (n + 3)`. Work that only moved
/// (`CostShift`) is no finding.
public struct LatencyShiftDetector: Detector {
    public let name = "latency_shift"
    public let widens = true
    /// Least excess, in natural-logarithm units, of a warning. Above two thirds of it there is a notice.
    public var minimumExcess: Double
    /// Least rise in milliseconds at the highest quantile.
    public var minimumMilliseconds: Double
    /// Least rise in milliseconds of the median; a rise of the tail alone rests on a tenth of the spans, and needs
    /// `tailCount` of them.
    public var medianMilliseconds: Double
    public var tailCount: Double
    /// Least spans in the window.
    public var minimumCount: Double

    /// Makes a detector.
    public init(
        minimumExcess: Double = 1.5, minimumMilliseconds: Double = 20, medianMilliseconds: Double = 10,
        tailCount: Double = 50, minimumCount: Double = 5
    ) {
        self.minimumExcess = minimumExcess
        self.minimumMilliseconds = minimumMilliseconds
        self.medianMilliseconds = medianMilliseconds
        self.tailCount = tailCount
        self.minimumCount = minimumCount
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        guard test.isWarm else { return screening }
        let shift = CostShift(windows: windows)
        for series in windows.workOrOperations {
            let counts = series.latencies.map(\.count)
            guard test.inWindow(counts) >= minimumCount else { continue }
            screening.tested += 1
            guard let change = WorkChange(series, counts, test, atLeast: minimumMilliseconds),
                change.now.highMilliseconds - change.usual.highMilliseconds >= minimumMilliseconds
            else { continue }
            if change.score(beyond: change.movement) >= minimumExcess {
                screening.movements.append(movement(series, change))
            }
            if let finding = finding(series, counts, change, test), !shift.explains(series) {
                screening.findings.append(finding)
            }
        }
        return screening
    }

    /// The change, whatever the work held before.
    private func movement(_ series: WorkSeries, _ change: WorkChange) -> Movement {
        Movement(
            fingerprint: Finding.fingerprint(
                of: .latency, by: name, service: series.service, operation: series.operation),
            change: change.now.highMilliseconds - change.usual.highMilliseconds)
    }

    private func finding(
        _ series: WorkSeries, _ counts: [Double], _ change: WorkChange, _ test: SeriesTest
    ) -> Finding? {
        guard change.score >= minimumExcess * 2 / 3 else { return nil }
        let (now, usual) = (change.now, change.usual)
        let isWhole = change.leastMedianMilliseconds - usual.medianMilliseconds >= medianMilliseconds
        let isSure = change.score >= minimumExcess && (isWhole || change.count >= tailCount)
        let windows = test.windows
        let onset = test.onset { bucket in change.rises[bucket].map { $0 > change.held } ?? false }
        return Finding(
            detector: name, kind: .latency, service: series.service, operation: series.operation,
            onset: windows.range(onset..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: now.highMilliseconds, expected: usual.highMilliseconds, unit: "ms", effect: change.score,
            sampleSize: Int(change.count), baselineSize: Int(test.inBaseline(counts)),
            probability: series.probability(of: test.windows),
            severity: isSure ? (change.score > 2 * minimumExcess ? .critical : .warning) : .notice,
            explanation: "\(series.words) takes \(Rounded.text(now.highMilliseconds)) ms at the 90th percentile of "
                + "\(Int(change.count)) spans, \(Rounded.text(usual.highMilliseconds)) ms before; the median went from "
                + "\(Rounded.text(usual.medianMilliseconds)) to \(Rounded.text(now.medianMilliseconds)) ms.")
    }
}

/// A kind of work in the window, held against what it does by itself.
private struct WorkChange {
    let now: LatencyProfile
    let usual: LatencyProfile
    let count: Double
    /// How much slower each bucket is than usual; nil where the work was not seen.
    let rises: [Double?]
    /// What the work moves by itself from bucket to bucket.
    let movement: Double
    /// The same, at least the level it held before for as long as the window is.
    let held: Double
    /// The rise of the window's bucket that rose least.
    let leastRise: Double
    let leastMedianMilliseconds: Double

    /// The excess over what the work held before.
    var score: Double { score(beyond: held) }

    /// The excess over a level; few spans shrink it.
    func score(beyond level: Double) -> Double { (leastRise - level) * count / (count + 3) }

    /// Nil where the window has a bucket without the work, the baseline has too few buckets with it, or the highest
    /// quantile did not rise by `milliseconds`.
    init?(_ series: WorkSeries, _ counts: [Double], _ test: SeriesTest, atLeast milliseconds: Double) {
        let windows = test.windows
        let profiles = series.profiles
        let inWindow = windows.window.compactMap { profiles[$0] }
        let known = windows.baseline.filter { counts[$0] >= 2 }
        guard inWindow.count == windows.windowBuckets, known.count >= 3 else { return nil }
        let (recent, before) = (series.merged(windows.window), known.compactMap { profiles[$0] })
        guard let now = LatencyProfile(recent), now.mayExceed(before, byMilliseconds: milliseconds),
            let usual = LatencyProfile.usual(before)
        else { return nil }
        let rises = profiles.map { $0?.rise(over: usual) }
        let isKnown = Set(known)
        movement = 1.5 * (Quantile.of(known.compactMap { rises[$0].map { abs($0) } }, 0.5) ?? 0)
        held = max(movement, test.highestHeld { isKnown.contains($0) ? rises[$0] : nil } ?? 0)
        count = recent.count
        leastRise = windows.window.compactMap { rises[$0] }.min() ?? 0
        leastMedianMilliseconds = inWindow.map(\.medianMilliseconds).min() ?? 0
        self.now = now
        self.usual = usual
        self.rises = rises
    }
}

extension WorkSeries {
    /// How likely the window's durations rank as high as they do by chance. Adding up a baseline takes longer than all
    /// other measures of a series, so this is asked only of what is found.
    fileprivate func probability(of windows: OperationWindows) -> Double {
        RankSumRise.probability(classes: LatencySketch.classes(merged(windows.window), merged(windows.baseline)))
    }

    func merged(_ buckets: Range<Int>) -> LatencySketch {
        var result = LatencySketch()
        for bucket in buckets { result.merge(latencies[bucket]) }
        return result
    }
}

extension OperationWindows {
    /// The work, or whole durations per operation where traces were not read.
    var workOrOperations: [WorkSeries] {
        guard work.isEmpty else { return work }
        return operationsOverBuilds.map {
            WorkSeries(service: $0.service, operation: $0.operation, latencies: $0.latencies)
        }
    }
}
