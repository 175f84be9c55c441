import OTLP
import SpanSources
import Telemetry
import TraceQueries

/// What can be fed with any bytes: it must answer or refuse, never crash, and what it takes it must read back the same.
enum FuzzTarget: String, CaseIterable {
    case traces, logs, jsonTraces = "json-traces", jsonLogs = "json-logs", traceql

    /// Feeds one input.
    func feed(_ bytes: [UInt8]) {
        switch self {
        case .traces: decode(bytes, .traces, .protobuf)
        case .logs: decode(bytes, .logs, .protobuf)
        case .jsonTraces: decode(bytes, .traces, .json)
        case .jsonLogs: decode(bytes, .logs, .json)
        case .traceql: _ = try? TraceQL.parse(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func decode(_ bytes: [UInt8], _ signal: ExportRequest.Signal, _ encoding: ExportRequest.Encoding) {
        let request = ExportRequest(signal: signal, encoding: encoding, body: bytes)
        guard let batch = try? OTLPDecoder.decode(request) else { return }
        let written = signal == .traces ? OTLPEncoder.traces(batch) : OTLPEncoder.logs(batch.events)
        guard let again = try? OTLPDecoder.decode(written) else {
            preconditionFailure("what was read cannot be read again once it is written")
        }
        precondition(again.spans.spanIDs == batch.spans.spanIDs, "spans got lost on the way out and in again")
    }
}
