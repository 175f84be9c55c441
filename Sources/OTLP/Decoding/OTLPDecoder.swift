public import SpanSources
public import Telemetry

/// Reads OTLP export requests into column batches.
public enum OTLPDecoder {
    /// Decodes a request body; invalid rows are left out and counted, the rest is kept.
    ///
    /// - Throws: `OTLPError` `.malformed` where the body is not what its encoding says, `.tooLarge` for nesting or
    ///   sizes past the limits.
    public static func decode(_ request: ExportRequest) throws(OTLPError) -> TelemetryBatch {
        throw OTLPError(.unsupported, "the decoder has not landed yet")
    }
}
