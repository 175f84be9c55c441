public import SpanSources
import Telemetry

/// Attributes that say how an operation ended: they mark failing spans because they are the failure, and explain none.
///
/// Source: OpenTelemetry semantic conventions, `error.*`, `exception.*` and the response status of each protocol.
public enum OutcomeFields {
    private static let keys: Set<String> = [
        "error.message", "error.type", "http.response.status_code", "http.status_code", "rpc.grpc.status_code",
        "rpc.jsonrpc.error_code", "rpc.response.status_code", "db.response.status_code", "otel.status_code",
        "otel.status_description", "process.exit.code",
    ]

    /// Whether a field is one of them.
    public static func contains(_ field: Field) -> Bool {
        let key: String
        switch field {
        case .intrinsic(.status), .intrinsic(.statusMessage), .intrinsic(.duration): return true
        case .intrinsic, .build: return false
        case .attribute(let name): key = name.key
        case .anyScope(let name): key = name
        }
        return keys.contains(key) || key.hasPrefix("exception.")
    }
}
