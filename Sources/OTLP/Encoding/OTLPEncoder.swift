public import SpanSources
public import Telemetry

/// Writes column batches as OTLP protobuf requests.
public enum OTLPEncoder {
    /// An `ExportTraceServiceRequest` with the spans of a batch, their span events and their links.
    ///
    /// Event rows that belong to no span of the batch, and log records, are left out.
    public static func traces(_ batch: TelemetryBatch) -> ExportRequest {
        let spans = RowAttributes(batch.spans.attributes, rows: batch.spans.count)
        let children = ChildRows(of: batch)
        var writer = ProtobufWriter()
        for resource in spans.runs(services: batch.spans.services) {
            writer.message(1) { message in
                resourceAttributes(&message, spans, batch.spans.services[resource.lowerBound], row: resource.lowerBound)
                for scope in spans.scopeRuns(in: resource) {
                    message.message(2) { scopeSpans in
                        scopeAttributes(&scopeSpans, spans, row: scope.lowerBound)
                        for row in scope { scopeSpans.message(2) { span(&$0, batch, row, spans, children) } }
                    }
                }
            }
        }
        return ExportRequest(signal: .traces, encoding: .protobuf, body: writer.bytes)
    }

    /// An `ExportLogsServiceRequest` with the log records of a batch.
    public static func logs(_ events: EventBatch) -> ExportRequest {
        let attributes = RowAttributes(events.attributes, rows: events.count)
        var writer = ProtobufWriter()
        for resource in attributes.runs(services: events.services) {
            writer.message(1) { message in
                resourceAttributes(&message, attributes, events.services[resource.lowerBound], row: resource.lowerBound)
                for scope in attributes.scopeRuns(in: resource) {
                    message.message(2) { scopeLogs in
                        scopeAttributes(&scopeLogs, attributes, row: scope.lowerBound)
                        for row in scope where events.sources[row] == .log {
                            scopeLogs.message(2) { logRecord(&$0, events, row, attributes) }
                        }
                    }
                }
            }
        }
        return ExportRequest(signal: .logs, encoding: .protobuf, body: writer.bytes)
    }

    private static func resourceAttributes(
        _ writer: inout ProtobufWriter, _ attributes: RowAttributes, _ service: String, row: Int
    ) {
        writer.message(1) { resource in
            resource.message(1) { $0.keyValue("service.name", .string(service)) }
            for (key, value) in attributes.values(row, .resource) where key != "service.name" {
                resource.message(1) { $0.keyValue(key, value) }
            }
        }
    }

    private static func scopeAttributes(_ writer: inout ProtobufWriter, _ attributes: RowAttributes, row: Int) {
        writer.message(1) { scope in
            for (key, value) in attributes.values(row, .instrumentation) {
                switch key {
                case "name": scope.text(1, value.description)
                case "version": scope.text(2, value.description)
                default: scope.message(3) { $0.keyValue(key, value) }
                }
            }
        }
    }

    private static func span(
        _ writer: inout ProtobufWriter, _ batch: TelemetryBatch, _ row: Int, _ attributes: RowAttributes,
        _ children: ChildRows
    ) {
        let spans = batch.spans
        writer.identifier(1, spans.traceIDs[row].high, spans.traceIDs[row].low)
        writer.identifier(2, spans.spanIDs[row].value)
        if spans.weights[row] != 1 { writer.text(3, AdjustedCount.traceState(weight: spans.weights[row])) }
        if spans.parentIDs[row] != .none { writer.identifier(4, spans.parentIDs[row].value) }
        writer.text(5, spans.names[row])
        writer.integer(6, UInt64(spans.kinds[row].rawValue))
        let start = spans.startNanoseconds[row]
        writer.fixed64(7, UInt64(bitPattern: start))
        writer.fixed64(8, UInt64(bitPattern: start &+ spans.durationNanoseconds[row]))
        for (key, value) in attributes.values(row, .span) { writer.message(9) { $0.keyValue(key, value) } }
        for child in children.rows(ofSpan: row) { writeChild(&writer, batch.events, child, children.attributes) }
        writer.message(15) { status in
            status.text(2, spans.statusMessages[row])
            status.integer(3, UInt64(spans.statuses[row].rawValue))
        }
    }

    private static func writeChild(
        _ writer: inout ProtobufWriter, _ events: EventBatch, _ row: Int, _ attributes: RowAttributes
    ) {
        let values = attributes.values(row, .span)
        if events.sources[row] == .link {
            writer.message(13) { link in
                for (key, value) in values {
                    switch key {
                    case "link.trace_id": TraceID(value.description).map { link.identifier(1, $0.high, $0.low) }
                    case "link.span_id": SpanID(value.description).map { link.identifier(2, $0.value) }
                    default: link.message(4) { $0.keyValue(key, value) }
                    }
                }
            }
        } else {
            writer.message(11) { event in
                event.fixed64(1, UInt64(bitPattern: events.timeNanoseconds[row]))
                event.text(2, events.names[row])
                for (key, value) in values { event.message(3) { $0.keyValue(key, value) } }
            }
        }
    }

    private static func logRecord(
        _ writer: inout ProtobufWriter, _ events: EventBatch, _ row: Int, _ attributes: RowAttributes
    ) {
        writer.fixed64(1, UInt64(bitPattern: events.timeNanoseconds[row]))
        writer.integer(2, UInt64(events.severities[row]))
        if !events.bodies[row].isEmpty { writer.message(5) { $0.text(1, events.bodies[row]) } }
        for (key, value) in attributes.values(row, .span) { writer.message(6) { $0.keyValue(key, value) } }
        let trace = events.traceIDs[row]
        if trace != .none { writer.identifier(9, trace.high, trace.low) }
        if events.spanIDs[row] != .none { writer.identifier(10, events.spanIDs[row].value) }
        writer.text(12, events.names[row])
    }
}
