public import Telemetry

/// Random batches of spans for what links them.
public enum RandomBatch {
    /// Numerical Recipes' linear congruential generator: the same cases every time.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }
    }

    /// Traces with the same few ids, rows far from and near their parents, orphans, ties of ends and circles.
    public static func spans(seed: UInt64) -> SpanBatch {
        var numbers = Numbers(state: seed)
        var rows: [(trace: UInt64, span: UInt64, parent: UInt64, start: Int64, duration: Int64)] = []
        for trace in 1...UInt64.random(in: 1...8, using: &numbers) {
            let count = UInt64.random(in: 1...30, using: &numbers)
            for span in 1...count {
                let parent: UInt64 =
                    switch Int.random(in: 0..<12, using: &numbers) {
                    case 0: 0
                    case 1: 99
                    case 2: span
                    case 3: UInt64.random(in: 1...count, using: &numbers)
                    default: UInt64.random(in: 0..<span, using: &numbers)
                    }
                rows.append(
                    (trace, span, parent, .random(in: 0..<40, using: &numbers), .random(in: 0..<40, using: &numbers)))
            }
        }
        if Bool.random(using: &numbers) { rows.shuffle(using: &numbers) }
        var batch = SpanBatch()
        batch.traceIDs = rows.map { TraceID(high: 1, low: $0.trace) }
        batch.spanIDs = rows.map { SpanID($0.span) }
        batch.parentIDs = rows.map { SpanID($0.parent) }
        batch.startNanoseconds = rows.map(\.start)
        batch.durationNanoseconds = rows.map(\.duration)
        return batch
    }
}
