import OTLP
import SpanSources
import Telemetry

/// Spans and events for tests, one attribute set per span.
struct SampleSpan {
    var trace: UInt64 = 1
    var span: UInt64
    var parent: UInt64 = 0
    var start: Int64 = 1_000
    var duration: Int64 = 10
    var status = SpanStatus.unset
    var kind = SpanKind.server
    var service = "shop"
    var name = "GET /cart"
    var weight: Float = 1
    var attributes: [AttributeName: AttributeValue] = [:]
}

enum SampleTelemetry {
    /// A trace request with these spans.
    static func request(_ spans: [SampleSpan]) -> ExportRequest {
        var batch = TelemetryBatch()
        batch.spans = self.batch(spans)
        return OTLPEncoder.traces(batch)
    }

    static func batch(_ spans: [SampleSpan]) -> SpanBatch {
        var batch = SpanBatch()
        for span in spans {
            batch.traceIDs.append(TraceID(high: 7, low: span.trace))
            batch.spanIDs.append(SpanID(span.span))
            batch.parentIDs.append(SpanID(span.parent))
            batch.startNanoseconds.append(span.start)
            batch.durationNanoseconds.append(span.duration)
            batch.kinds.append(span.kind)
            batch.statuses.append(span.status)
            batch.weights.append(span.weight)
        }
        batch.services = StringColumn(spans.map(\.service))
        batch.names = StringColumn(spans.map(\.name))
        batch.statusMessages = StringColumn(spans.map { $0.status == .error ? "failed" : "" })
        batch.attributes = columns(spans.map(\.attributes))
        return batch
    }

    /// Attribute columns of rows given as dictionaries.
    static func columns(_ rows: [[AttributeName: AttributeValue]]) -> [AttributeColumn] {
        let names = Set(rows.flatMap(\.keys)).sorted()
        return names.flatMap { name in
            var columns: [AttributeColumn] = []
            let cells = rows.enumerated().compactMap { row, attributes in attributes[name].map { (UInt32(row), $0) } }
            func add(_ pick: (AttributeValue) -> Bool, _ values: ([AttributeValue]) -> AttributeValues) {
                let chosen = cells.filter { pick($0.1) }
                guard !chosen.isEmpty else { return }
                columns.append(AttributeColumn(name: name, rows: chosen.map(\.0), values: values(chosen.map(\.1))))
            }
            add {
                if case .string = $0 { true } else { false }
            } _: {
                .strings(StringColumn($0.map(\.description)))
            }
            add {
                if case .composite = $0 { true } else { false }
            } _: {
                .composites(StringColumn($0.map(\.description)))
            }
            add {
                if case .integer = $0 { true } else { false }
            } _: { values in
                .integers(values.map { if case .integer(let number) = $0 { number } else { 0 } })
            }
            add {
                if case .double = $0 { true } else { false }
            } _: {
                .doubles($0.map { $0.number ?? 0 })
            }
            add {
                if case .boolean = $0 { true } else { false }
            } _: { values in
                .booleans(values.map { $0 == .boolean(true) })
            }
            return columns
        }
    }
}
