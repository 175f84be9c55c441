import Glibc
import OTLP
import SpanSources
import SpanStore
import Telemetry

/// Spans that carry a number as their id and, in nanoseconds, as their duration: count, distinct ids and the sum of
/// durations together tell whether each number is in a store exactly once.
enum NumberedSpans {
    /// An export request with the spans of these numbers, none of them 0.
    static func request(_ numbers: Range<UInt64>, service: String = "soak", now: Timestamp = .wallClock) -> [UInt8] {
        var batch = TelemetryBatch()
        batch.spans.traceIDs = numbers.map { TraceID(high: 1, low: $0 / 10 + 1) }
        batch.spans.spanIDs = numbers.map { SpanID($0) }
        batch.spans.parentIDs = numbers.map { $0 % 10 == 0 ? .none : SpanID($0 / 10 * 10) }
        batch.spans.startNanoseconds = numbers.map { now.nanoseconds - Int64($0 % 1000) * 1_000_000 }
        batch.spans.durationNanoseconds = numbers.map { Int64($0) }
        batch.spans.kinds = numbers.map { _ in .server }
        batch.spans.statuses = numbers.map { $0 % 50 == 0 ? .error : .ok }
        batch.spans.weights = numbers.map { _ in 1 }
        batch.spans.services = StringColumn(numbers.map { _ in service })
        batch.spans.names = StringColumn(numbers.map { "GET /item/\($0 % 7)" })
        batch.spans.statusMessages = StringColumn(numbers.map { $0 % 50 == 0 ? "no stock" : "" })
        batch.spans.attributes = [
            AttributeColumn(
                name: AttributeName(.span, "user.id"), rows: numbers.indices.map { UInt32($0 - numbers.lowerBound) },
                values: .strings(StringColumn(numbers.map { "u\($0 % 97)" })))
        ]
        return OTLPEncoder.traces(batch).body
    }

    /// What is wrong with a store that is to hold the numbers 1 to `last`, each once; nil where it does.
    static func complaint(
        about path: String, last: UInt64, service: String = "soak"
    ) async throws -> String? {
        let store = try SpanStore.openReadOnly(path: path)
        let table = try await store.run(
            SpanQuery(
                range: .all, filter: .compare(.intrinsic(.service), .equal, .string(service)),
                aggregates: [.count, .distinct(.intrinsic(.spanID)), .sum(.intrinsic(.duration))]))
        // Every column of every segment is read once.
        _ = try await store.fields(FieldDiscovery(range: .all))
        await store.close()
        let count = table.number("count", row: 0) ?? 0
        let distinct = table.number("distinct(spanID)", row: 0) ?? 0
        let sum = table.number("sum(duration)", row: 0) ?? 0
        let number = Double(last)
        if count == number, distinct == number, sum == number * (number + 1) / 2 { return nil }
        return "\(last) spans should be there once; there are \(Int(count)), \(Int(distinct)) different ones"
    }
}

extension Timestamp {
    /// The time of day.
    static var wallClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
