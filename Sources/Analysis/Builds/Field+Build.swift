public import SpanSources
import Telemetry

extension Field {
    /// Whether its values are builds.
    public var tellsBuild: Bool {
        switch self {
        case .build: true
        case .attribute(let name): BuildIdentity.lookupOrder.contains(name.key)
        case .anyScope(let key): BuildIdentity.lookupOrder.contains(key)
        case .intrinsic: false
        }
    }
}
