public import JSONValues

/// The part of JSON Schema 2020-12 that tools use, and a check of values against it.
///
/// Known keywords: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`, `minItems`,
/// `maxItems`, `minLength`, `maxLength`, `minimum`, `maximum`, `anyOf`, `oneOf`, `allOf`, and `$ref` into `$defs`.
/// Annotations (`description`, `default`, `title` ...) and keywords it does not know are left alone, as the
/// specification asks.
public struct JSONSchema: Sendable, Hashable {
    /// The schema as written.
    public let value: JSONValue

    /// One way in which a value does not fit.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// Where: `filter[2].op`; empty for the value itself.
        public var path: String
        /// What is wrong: expected, got, and the nearest valid name where there is one.
        public var message: String

        public var description: String { path.isEmpty ? message : "\(path): \(message)" }
    }

    /// Takes a schema.
    ///
    /// - Throws: `SchemaError` where it is neither an object nor a boolean, or a `type` or `$ref` is unknown.
    public init(_ value: JSONValue) throws(SchemaError) {
        self.value = value
        try Self.inspect(value, root: value, path: "", depth: 0)
    }

    /// Every way in which `candidate` does not fit; empty where it does.
    public func violations(of candidate: JSONValue) -> [Violation] {
        var check = SchemaCheck(root: value)
        check.visit(candidate, value, path: "", depth: 0)
        return check.violations
    }

    private static let types: Set<String> = ["null", "boolean", "integer", "number", "string", "array", "object"]

    private static func inspect(_ schema: JSONValue, root: JSONValue, path: String, depth: Int) throws(SchemaError) {
        guard depth < 64 else { throw SchemaError(message: "the schema is nested too deeply") }
        if schema.boolean != nil { return }
        guard let members = schema.object else {
            throw SchemaError(message: "\(path.isEmpty ? "the schema" : path) is not an object")
        }
        for name in members["type"].map({ $0.array ?? [$0] }) ?? [] where !types.contains(name.string ?? "") {
            throw SchemaError(message: "\(path)type \(name.text) is unknown")
        }
        if let reference = members["$ref"] {
            guard resolve(reference, in: root) != nil else {
                throw SchemaError(message: "\(path)$ref \(reference.text) leads nowhere; only #/$defs/NAME is followed")
            }
        }
        for (name, child) in members["properties"]?.object ?? [:] {
            try inspect(child, root: root, path: "\(path)\(name).", depth: depth + 1)
        }
        for (name, child) in members["$defs"]?.object ?? [:] {
            try inspect(child, root: root, path: "\(path)$defs.\(name).", depth: depth + 1)
        }
        for keyword in ["items", "additionalProperties"] {
            if let child = members[keyword] {
                try inspect(child, root: root, path: "\(path)\(keyword).", depth: depth + 1)
            }
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            for child in members[keyword]?.array ?? [] {
                try inspect(child, root: root, path: "\(path)\(keyword).", depth: depth + 1)
            }
        }
    }

    static func resolve(_ reference: JSONValue, in root: JSONValue) -> JSONValue? {
        guard let text = reference.string else { return nil }
        if text == "#" { return root }
        for prefix in ["#/$defs/", "#/definitions/"] where text.hasPrefix(prefix) {
            let group = prefix.dropFirst(2).dropLast()
            return root[String(group)]?[String(text.dropFirst(prefix.count))]
        }
        return nil
    }
}

/// A schema that cannot be used.
public struct SchemaError: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String

    public var description: String { message }
}
