import Telemetry

/// A span's identity within a store: ids are only unique within a trace.
struct SpanKey: Hashable {
    let trace: TraceID
    let span: SpanID

    init(_ trace: TraceID, _ span: SpanID) {
        self.trace = trace
        self.span = span
    }
}
