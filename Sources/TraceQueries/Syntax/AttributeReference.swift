/// An attribute as TraceQL names it.
struct AttributeReference: Hashable, Sendable {
    /// Where it is looked for.
    enum Scope: String, Sendable {
        /// Span first, then resource.
        case any
        case span
        case resource
        case instrumentation
        case event
        case link
    }

    var scope: Scope
    var key: String
    /// Whether the parent span's attribute is meant.
    var ofParent: Bool

    init(_ scope: Scope, _ key: String, ofParent: Bool = false) {
        self.scope = scope
        self.key = key
        self.ofParent = ofParent
    }
}

extension AttributeReference: CustomStringConvertible {
    var description: String {
        let name = scope == .any ? ".\(key)" : "\(scope.rawValue).\(key)"
        guard ofParent else { return name }
        return scope == .any ? "parent.\(key)" : "parent.\(name)"
    }
}
