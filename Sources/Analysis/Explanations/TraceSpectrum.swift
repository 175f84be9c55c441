import Glibc
import OrderedCollections
public import Telemetry

/// Which operations and attribute values abnormal traces go through and normal ones do not.
///
/// Spectrum-based fault localisation with traces for test cases: Ochiai's coefficient `ef / sqrt((ef + nf)(ef + ep))`
/// (Abreu et al. 2006), as MicroRank (Yu et al. 2021) applies it to traces. A trace is abnormal where a span of it errs
/// or an operation in it takes longer than nearly ever before.
public struct TraceSpectrum: Sendable {
    /// One element and its counts of traces.
    public struct Element: Sendable, Equatable {
        public var service: String
        /// `operation NAME` or `KEY = VALUE`.
        public var what: String
        public var score: Double
        /// Abnormal and normal traces that go through it.
        public var abnormal: Int
        public var normal: Int
    }

    /// Highest coefficient first.
    public let elements: [Element]
    /// Traces of the window, by judgement.
    public let abnormalTraces: Int
    public let normalTraces: Int

    /// Judges the traces of a window.
    ///
    /// - Parameter factor: from this multiple of an operation's 95th percentile in the baseline on a span is slow.
    public init(
        _ spans: SpanBatch, window: TimeRange, baseline: TimeRange, factor: Double = 1.5, limit: Int = 12
    ) {
        let operations = OperationTable(spans)
        let limits = Self.limits(spans, operations, baseline, factor)
        var traces: OrderedDictionary<TraceID, Bool> = [:]
        var covered: OrderedDictionary<Label, Set<Int>> = [:]
        let columns = spans.attributes
        for row in 0..<spans.count where window.contains(Timestamp(nanoseconds: spans.startNanoseconds[row])) {
            let isSlow = (limits[operations.codes[row]] ?? .infinity) < Double(spans.durationNanoseconds[row])
            let isBad = spans.statuses[row] == .error || isSlow
            traces[spans.traceIDs[row], default: false] = (traces[spans.traceIDs[row]] ?? false) || isBad
            let place = traces.index(forKey: spans.traceIDs[row]) ?? 0
            covered[Label(service: spans.services[row], what: "operation \(spans.names[row])"), default: []]
                .insert(place)
            for column in columns {
                guard let value = column.value(atRow: row) else { continue }
                let label = Label(service: spans.services[row], what: "\(column.name.key) = \(value)")
                covered[label, default: []].insert(place)
            }
        }
        let judgements = Array(traces.values)
        let failed = judgements.count { $0 }
        abnormalTraces = failed
        normalTraces = judgements.count - failed
        elements = covered.elements.compactMap { label, places -> Element? in
            let abnormal = places.count { judgements[$0] }
            guard abnormal > 0 else { return nil }
            let score = Double(abnormal) / (Double(failed) * Double(places.count)).squareRoot()
            return Element(
                service: label.service, what: label.what, score: score, abnormal: abnormal,
                normal: places.count - abnormal)
        }.sorted { $0.score > $1.score }.prefix(limit).map { $0 }
    }

    private struct Label: Hashable {
        let service: String
        let what: String
    }

    /// Nanoseconds from which on a span of each operation is slow; none where the baseline shows fewer than 20.
    private static func limits(
        _ spans: SpanBatch, _ operations: OperationTable, _ baseline: TimeRange, _ factor: Double
    ) -> [Int: Double] {
        var durations: [Int: [Double]] = [:]
        for row in 0..<spans.count where baseline.contains(Timestamp(nanoseconds: spans.startNanoseconds[row])) {
            durations[operations.codes[row], default: []].append(Double(spans.durationNanoseconds[row]))
        }
        return durations.filter { $0.value.count >= 20 }.mapValues { factor * (Quantile.of($0, 0.95) ?? .infinity) }
    }
}
