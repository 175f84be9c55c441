/// Where an attribute was recorded.
public enum AttributeScope: UInt8, Sendable, Codable, CaseIterable {
    /// On the entity that produced the telemetry (`service.name`, `k8s.pod.name`, ...).
    case resource = 0
    /// On the instrumentation scope (library).
    case instrumentation = 1
    /// On the span itself; for event rows, on the event or log record.
    case span = 2
}

/// The full name of an attribute: its key and the scope it was recorded in.
public struct AttributeName: Hashable, Sendable, Comparable, Codable {
    /// Where it was recorded.
    public var scope: AttributeScope
    /// Its key as sent, such as `http.route`.
    public var key: String

    /// Makes a name.
    public init(_ scope: AttributeScope, _ key: String) {
        self.scope = scope
        self.key = key
    }

    public static func < (left: AttributeName, right: AttributeName) -> Bool {
        (left.scope.rawValue, left.key) < (right.scope.rawValue, right.key)
    }
}

extension AttributeName: CustomStringConvertible {
    /// The name as queries write it: `resource.service.name`, `span.http.route`.
    public var description: String { "\(scope).\(key)" }
}
