import SpanSources
import Telemetry

/// Properties TraceQL knows by name.
enum TraceIntrinsic: String, CaseIterable, Sendable {
    case name, duration, status, statusMessage, kind
    case spanID = "span:id"
    case parentID = "span:parentID"
    case traceID = "trace:id"
    case childCount
    /// Bounds of a span in a walk over its trace, and those of its parent: see `NestedSets`.
    case nestedSetLeft, nestedSetRight, nestedSetParent
    /// `nil` for a root span.
    case parent
    case traceDuration
    case rootName
    case rootServiceName
    case eventName = "event:name"
    case eventTimeSinceStart = "event:timeSinceStart"
    case linkTraceID = "link:traceID"
    case linkSpanID = "link:spanID"
    case instrumentationName = "instrumentation:name"
    case instrumentationVersion = "instrumentation:version"

    /// The intrinsic of `scope:name`.
    static func scoped(_ scope: String, _ name: String) -> TraceIntrinsic? {
        switch (scope, name) {
        case ("span", "name"): .name
        case ("span", "duration"): .duration
        case ("span", "status"): .status
        case ("span", "statusMessage"): .statusMessage
        case ("span", "kind"): .kind
        case ("span", "childCount"): .childCount
        case ("trace", "duration"): .traceDuration
        case ("trace", "rootName"): .rootName
        case ("trace", "rootService"): .rootServiceName
        default: TraceIntrinsic(rawValue: "\(scope):\(name)")
        }
    }

    /// The column that holds it; nil where it takes the whole trace, or its events, to tell.
    var field: Field? {
        switch self {
        case .name: .intrinsic(.name)
        case .duration: .intrinsic(.duration)
        case .status: .intrinsic(.status)
        case .statusMessage: .intrinsic(.statusMessage)
        case .kind: .intrinsic(.kind)
        case .spanID: .intrinsic(.spanID)
        case .parentID: .intrinsic(.parentID)
        case .traceID: .intrinsic(.traceID)
        case .instrumentationName: .attribute(.init(.instrumentation, "name"))
        case .instrumentationVersion: .attribute(.init(.instrumentation, "version"))
        case .childCount, .nestedSetLeft, .nestedSetRight, .nestedSetParent, .parent, .traceDuration, .rootName,
            .rootServiceName, .eventName, .eventTimeSinceStart,
            .linkTraceID, .linkSpanID:
            nil
        }
    }

    /// What kind of value it has.
    var type: ValueType {
        switch self {
        case .duration, .traceDuration, .eventTimeSinceStart, .childCount, .nestedSetLeft, .nestedSetRight,
            .nestedSetParent:
            .number
        case .status: .status
        case .kind: .kind
        case .parent: .none
        case .name, .statusMessage, .spanID, .parentID, .traceID, .rootName, .rootServiceName, .eventName,
            .linkTraceID, .linkSpanID, .instrumentationName, .instrumentationVersion:
            .string
        }
    }
}
