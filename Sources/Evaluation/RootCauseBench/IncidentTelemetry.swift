import Foundation
import JSONValues
import OTLP
import SpanSources
import Telemetry

/// The spans and log records of an incident, as OTLP would have brought them.
struct IncidentTelemetry {
    private(set) var batch = TelemetryBatch()

    /// Reads `traces.json` and `logs.ndjson`, where they are there; rows without a time are left out.
    init(_ folder: URL) {
        let data = folder.appending(path: "data")
        if let bytes = try? Data(contentsOf: data.appending(path: "traces.json")),
            let spans = try? JSONValue(parsing: [UInt8](bytes)).array
        {
            addSpans(spans)
        }
        let lines = (try? String(contentsOf: data.appending(path: "logs.ndjson"), encoding: .utf8)) ?? ""
        addLogs(lines.split(whereSeparator: \.isNewline).compactMap { try? JSONValue(parsing: String($0)) })
    }

    /// Hands everything to a store.
    func ingest(into sink: any SpanSink) async throws {
        if batch.spans.count > 0 { _ = try await sink.append(OTLPEncoder.traces(batch)) }
        if batch.events.count > 0 { _ = try await sink.append(OTLPEncoder.logs(batch.events)) }
    }

    /// The earliest time of a row.
    var start: Timestamp? {
        (batch.spans.startNanoseconds + batch.events.timeNanoseconds).min().map { Timestamp(nanoseconds: $0) }
    }

    private mutating func addSpans(_ spans: [JSONValue]) {
        var (services, names): ([String], [String]) = ([], [])
        var root = ""
        for span in spans {
            guard let start = span["start"]?.string.flatMap({ Timestamp(iso8601: $0) }) else { continue }
            // Some scenarios write `same` for the trace of the root before.
            let named = span["trace_id"]?.string ?? ""
            let trace = named == "same" ? root : named
            root = trace
            batch.spans.traceIDs.append(TraceID(high: Self.number("trace"), low: Self.number(trace)))
            batch.spans.spanIDs.append(SpanID(Self.number("\(trace) \(span["span_id"]?.string ?? "")")))
            let parent = span["parent_id"]?.string
            batch.spans.parentIDs.append(parent.map { SpanID(Self.number("\(trace) \($0)")) } ?? .none)
            batch.spans.startNanoseconds.append(start.nanoseconds)
            batch.spans.durationNanoseconds.append(Int64((span["duration_ms"]?.double ?? 0) * 1e6))
            batch.spans.kinds.append(.server)
            batch.spans.statuses.append(span["status"]?.string?.uppercased() == "ERROR" ? .error : .unset)
            batch.spans.weights.append(1)
            services.append(span["service"]?.string ?? "unknown")
            names.append(span["name"]?.string ?? "")
        }
        batch.spans.services = StringColumn(services)
        batch.spans.names = StringColumn(names)
        batch.spans.statusMessages = StringColumn(services.map { _ in "" })
    }

    private mutating func addLogs(_ records: [JSONValue]) {
        var (services, bodies): ([String], [String]) = ([], [])
        for record in records {
            guard let time = record["timestamp"]?.string.flatMap({ Timestamp(iso8601: $0) }) else { continue }
            let trace = record["trace_id"]?.string
            batch.events.traceIDs.append(
                trace.map { TraceID(high: Self.number("trace"), low: Self.number($0)) } ?? .none)
            batch.events.spanIDs.append(.none)
            batch.events.timeNanoseconds.append(time.nanoseconds)
            batch.events.sources.append(.log)
            batch.events.severities.append(Self.severity(record["severity_text"]?.string ?? ""))
            services.append(record["service"]?.string ?? "unknown")
            bodies.append(record["msg"]?.string ?? "")
        }
        batch.events.services = StringColumn(services)
        batch.events.names = StringColumn(services.map { _ in "" })
        batch.events.bodies = StringColumn(bodies)
    }

    /// OTLP's severity numbers.
    private static func severity(_ text: String) -> UInt8 {
        switch text.uppercased() {
        case "DEBUG": 5
        case "WARN", "WARNING": 13
        case "ERROR": 17
        case "FATAL", "CRITICAL": 21
        default: 9
        }
    }

    /// FNV-1a; never zero.
    private static func number(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return max(1, hash)
    }
}
