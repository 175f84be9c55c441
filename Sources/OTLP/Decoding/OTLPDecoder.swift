public import SpanSources
public import Telemetry

/// Reads OTLP export requests into column batches.
public enum OTLPDecoder {
    /// Decodes a request body; invalid rows are left out and counted, the rest is kept.
    ///
    /// Memory stays within a small multiple of the body, whatever the body claims.
    ///
    /// - Throws: `OTLPError` `.malformed` where the body is not what its encoding says, `.tooLarge` for nesting past
    ///   the limit.
    public static func decode(_ request: ExportRequest) throws(OTLPError) -> TelemetryBatch {
        try columns(request).batch()
    }

    /// Decodes a request body into the tables the store keeps.
    package static func columns(_ request: ExportRequest) throws(OTLPError) -> DecodedExport {
        let outcome: Result<DecodedExport, WireFault> = request.body.withUnsafeBufferPointer { body in
            do throws(WireFault) {
                switch request.encoding {
                case .protobuf:
                    var decoder = ProtobufDecoder()
                    switch request.signal {
                    case .traces: try decoder.traces(body)
                    case .logs: try decoder.logs(body)
                    }
                    return .success(decoder.builder.finish())
                case .json:
                    var decoder = JSONDecoder(body)
                    try decoder.request(request.signal)
                    return .success(decoder.builder.finish())
                }
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let export): return export
        case .failure(let fault): throw error(fault, request.encoding)
        }
    }

    private static func error(_ fault: WireFault, _ encoding: ExportRequest.Encoding) -> OTLPError {
        let kind = encoding == .protobuf ? "protobuf" : "JSON"
        switch fault {
        case .truncated: return OTLPError(.malformed, "the \(kind) body ends in the middle of a field")
        case .varintTooLong: return OTLPError(.malformed, "the \(kind) body has a number of more than 64 bits")
        case .wireType: return OTLPError(.malformed, "the \(kind) body has a field with an impossible tag")
        case .syntax: return OTLPError(.malformed, "the body is not OTLP in \(kind)")
        case .number: return OTLPError(.malformed, "the \(kind) body has a number that is none")
        case .nesting: return OTLPError(.tooLarge, "a value in the \(kind) body is nested too deeply")
        }
    }
}
