import Glibc
import OrderedCollections
public import Telemetry

/// When each service began to work longer or to err: a cause begins before what it causes.
///
/// Per ten seconds, the mean of its spans' own time in logarithms, each less what is usual for its operation, and the
/// share that errs without an erring child; standardised by the baseline, then the cumulative sum chart.
public struct ServiceOnsets: Sendable {
    /// One service.
    public struct Onset: Sendable, Equatable {
        public var service: String
        public var time: Timestamp
        /// `own time` or `errors`.
        public var measure: String
    }

    /// Earliest first; services that did not begin to deviate are left out.
    public let onsets: [Onset]

    /// Looks at every service.
    public init(
        _ spans: SpanBatch, window: TimeRange, baseline: TimeRange, bucket: Duration = .seconds(10)
    ) {
        let forest = TraceForest(spans)
        let operations = OperationTable(spans)
        let usual = Self.usualLogarithms(spans, forest, operations, baseline)
        let start = baseline.start.nanoseconds
        let step = max(1, bucket.wholeNanoseconds)
        var series: OrderedDictionary<String, [Int: Sum]> = [:]
        for row in 0..<spans.count {
            let time = Timestamp(nanoseconds: spans.startNanoseconds[row])
            guard baseline.contains(time) || window.contains(time), let level = usual[operations.codes[row]] else {
                continue
            }
            let begins =
                spans.statuses[row] == .error && !forest.children[row].contains { spans.statuses[$0] == .error }
            let place = Int((spans.startNanoseconds[row] - start) / step)
            series[spans.services[row], default: [:]][place, default: Sum()]
                .add(Self.logarithm(forest.selfNanoseconds(of: row)) - level, isError: begins)
        }
        func isBefore(_ place: Int) -> Bool {
            baseline.contains(Timestamp(nanoseconds: start + Int64(place) * step))
        }
        onsets = series.elements.compactMap { service, bySlice -> Onset? in
            let points = bySlice.filter { $0.value.count >= 3 }.sorted { $0.key < $1.key }
            let found = [("own time", 0.1, \Sum.meanExcess), ("errors", 0.02, \Sum.errorShare)].compactMap {
                name, floor, path -> (place: Int, measure: String)? in
                let before = points.filter { isBefore($0.key) }.map { $0.value[keyPath: path] }
                guard let usual = RobustScore(before, floor: floor) else { return nil }
                // A single wild bucket must not look like a beginning.
                let scores = points.map { min(4, usual.score($0.value[keyPath: path])) }
                let noticed = zip(points, scores).filter { !isBefore($0.0.key) }.map(\.1)
                let chart = CumulativeSum(forRiseIn: noticed, cappedAt: 4)
                guard let first = chart.onset(in: scores), !isBefore(points[first].key) else { return nil }
                return (points[first].key, name)
            }
            return found.min { $0.place < $1.place }.map {
                Onset(
                    service: service, time: Timestamp(nanoseconds: start + Int64($0.place) * step), measure: $0.measure)
            }
        }.sorted { $0.time < $1.time }
    }

    private struct Sum {
        var count = 0.0
        var excess = 0.0
        var errors = 0.0

        mutating func add(_ value: Double, isError: Bool) {
            count += 1
            excess += value
            errors += isError ? 1 : 0
        }

        var meanExcess: Double { excess / max(1, count) }
        var errorShare: Double { errors / max(1, count) }
    }

    private static func logarithm(_ nanoseconds: Int64) -> Double { log(Double(max(0, nanoseconds)) + 1e6) }

    private static func usualLogarithms(
        _ spans: SpanBatch, _ forest: TraceForest, _ operations: OperationTable, _ baseline: TimeRange
    ) -> [Int: Double] {
        var values: [Int: [Double]] = [:]
        for row in 0..<spans.count where baseline.contains(Timestamp(nanoseconds: spans.startNanoseconds[row])) {
            values[operations.codes[row], default: []].append(logarithm(forest.selfNanoseconds(of: row)))
        }
        return values.mapValues { Quantile.of($0, 0.5) ?? 0 }
    }
}
