public import Telemetry

/// Something a query can filter, group or aggregate by.
public enum Field: Hashable, Sendable {
    /// A property every row has.
    case intrinsic(Intrinsic)
    /// An attribute in one scope; older and newer spellings of its key are found too.
    case attribute(AttributeName)
    /// An attribute in whichever scope has it: span first, then resource, then instrumentation.
    case anyScope(String)
    /// The build a span came from: the first present of `vcs.ref.head.revision`'s companion `service.version`,
    /// image tag and replica set (see `BuildIdentity.lookupOrder`).
    case build
}

/// Properties every span or event row has, whatever its attributes.
public enum Intrinsic: String, Hashable, Sendable, CaseIterable {
    /// Span or event name.
    case name
    /// `service.name`.
    case service
    /// Span duration in nanoseconds (spans only).
    case duration
    /// `unset`, `ok`, `error` (spans only).
    case status
    /// The status message (spans only).
    case statusMessage
    /// `server`, `client`, ... (spans only).
    case kind
    /// 32 hexadecimal digits.
    case traceID
    /// 16 hexadecimal digits.
    case spanID
    /// 16 hexadecimal digits; empty for a root span (spans only).
    case parentID
    /// Start of a span, time of an event: nanoseconds since the Unix epoch.
    case time
    /// OTLP severity number (events only).
    case severity
    /// Log body (events only).
    case body
    /// `log`, `spanEvent`, `link` (events only).
    case source
}

extension Field {
    /// Reads a field as tools and people write it.
    ///
    /// `name`, `duration`, `status`, `kind`, `service`, `build` ... are intrinsics; `resource.KEY`, `span.KEY` and
    /// `instrumentation.KEY` name a scope; any other text is an attribute key in whichever scope has it.
    public init(_ text: String) {
        if text == "build" {
            self = .build
        } else if let intrinsic = Intrinsic(rawValue: text) {
            self = .intrinsic(intrinsic)
        } else if text == "service.name" || text == "resource.service.name" {
            self = .intrinsic(.service)
        } else if let (scope, key) = Self.scoped(text) {
            self = .attribute(AttributeName(scope, key))
        } else {
            self = .anyScope(text)
        }
    }

    private static func scoped(_ text: String) -> (AttributeScope, String)? {
        for scope in AttributeScope.allCases where text.hasPrefix("\(scope).") {
            let key = String(text.dropFirst("\(scope).".count))
            return key.isEmpty ? nil : (scope, key)
        }
        return nil
    }
}

extension Field: CustomStringConvertible {
    /// The text that `Field.init(_:)` reads back as this field.
    public var description: String {
        switch self {
        case .intrinsic(let intrinsic): intrinsic.rawValue
        case .attribute(let name): name.description
        case .anyScope(let key): key
        case .build: "build"
        }
    }
}

/// Which attributes say which build a span came from.
public enum BuildIdentity {
    /// Attribute keys in the order they are tried (semantic conventions, "which build is this span from").
    ///
    /// `service.version` comes first because people name builds by it; the revision is looked up beside it.
    public static let lookupOrder = [
        "service.version", "vcs.ref.head.revision", "container.image.tags", "k8s.replicaset.name",
        "k8s.pod.label.app.kubernetes.io/version", "deployment.id",
    ]
    /// The attribute that names the source revision.
    public static let revisionKey = "vcs.ref.head.revision"
}
