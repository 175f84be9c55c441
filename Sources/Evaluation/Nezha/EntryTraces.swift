import Analysis
import Telemetry

/// What users asked for, minute by minute: how many whole traces are unlike the usual ones.
///
/// Knows nothing of detectors, and so may say whether a minute that is called fault-free deserves the name.
struct EntryTraces: Sendable {
    private struct Trace: Sendable {
        /// Which operations it visits.
        var shape: Int
        var nanoseconds: Double
    }

    private var minutes: [[Trace]] = []
    private var operations: [String: Int] = [:]
    private var shapes: [[Int]: Int] = [:]

    /// The durations of a shape tell where its slowest twentieth begins, from this many traces on; below, those of all.
    private static let fewest = 20

    /// From this share of unlike traces on, a minute is not usual; the injected faults have a median of about a fifth.
    private static let outbreak = 0.2

    /// Adds the next minute, by all its spans; traces without a beginning, or with several, are left out.
    mutating func add(_ spans: SpanBatch) {
        var traces: [TraceID: (operations: Set<Int>, roots: [Int])] = [:]
        var known: [UInt64: Int] = [:]
        for row in 0..<spans.count {
            let code = UInt64(spans.services.codes[row]) << 32 | UInt64(spans.names.codes[row])
            let operation = known[code] ?? number(spans.services[row], spans.names[row])
            known[code] = operation
            traces[spans.traceIDs[row], default: ([], [])].operations.insert(operation)
            if spans.parentIDs[row] == .none { traces[spans.traceIDs[row]]?.roots.append(row) }
        }
        minutes.append(
            traces.values.filter { $0.roots.count == 1 }.map { trace in
                let visited = trace.operations.sorted()
                let shape = shapes[visited] ?? shapes.count
                shapes[visited] = shape
                return Trace(shape: shape, nanoseconds: Double(spans.durationNanoseconds[trace.roots[0]]))
            })
    }

    private mutating func number(_ service: String, _ name: String) -> Int {
        let key = "\(service)\u{1F}\(name)"
        let number = operations[key] ?? operations.count
        operations[key] = number
        return number
    }

    /// The share of a minute's traces that visit what no trace of the usual minutes visits, or take longer than 95 in
    /// 100 of theirs; nil of nothing. The minute itself is not usual.
    func unlikeShare(_ minute: Int, usual: Set<Int>) -> Double? {
        guard minutes.indices.contains(minute), !minutes[minute].isEmpty else { return nil }
        let others = usual.filter { $0 != minute && minutes.indices.contains($0) }.flatMap { minutes[$0] }
        guard let slow = Quantile.of(others.map(\.nanoseconds), 0.95) else { return nil }
        let limits = Dictionary(grouping: others, by: \.shape).mapValues { traces in
            traces.count < Self.fewest ? slow : Quantile.of(traces.map(\.nanoseconds), 0.95) ?? slow
        }
        let unlike = minutes[minute].count { trace in limits[trace.shape].map { trace.nanoseconds > $0 } ?? true }
        return Double(unlike) / Double(minutes[minute].count)
    }

    /// The minutes without an outbreak: those whose traces are like those of the quicker half of all minutes, and then
    /// like each other's. A minute with nothing in it is usual.
    func usualMinutes() -> Set<Int> {
        let slowest = minutes.indices.map { (place: $0, slow: Quantile.of(minutes[$0].map(\.nanoseconds), 0.95) ?? 0) }
        let half = slowest.sorted { ($0.slow, $0.place) < ($1.slow, $1.place) }.prefix((minutes.count + 1) / 2)
        var usual = Set(half.map(\.place))
        for _ in 0..<2 {
            usual = Set(minutes.indices.filter { (unlikeShare($0, usual: usual) ?? 0) < Self.outbreak })
        }
        return usual
    }
}
