public import SpanSources
import Telemetry

extension Field {
    /// Whether anyone outside the team can put words into this field's values.
    ///
    /// Names and messages carry paths, queries and user input; attributes of spans and events carry anything. Resource
    /// attributes are set by whoever deployed the service.
    public var isUntrusted: Bool {
        switch self {
        case .build: false
        case .attribute(let name): name.scope != .resource
        case .anyScope: true
        case .intrinsic(let intrinsic):
            switch intrinsic {
            case .name, .statusMessage, .body: true
            case .service, .duration, .status, .kind, .traceID, .spanID, .parentID, .time, .severity, .source: false
            }
        }
    }

    /// The unit answers give this field in.
    public var unit: String? {
        switch self {
        case .intrinsic(.duration): "ms"
        case .intrinsic(.time): "utc"
        default: nil
        }
    }
}
