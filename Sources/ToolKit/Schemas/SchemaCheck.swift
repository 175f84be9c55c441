import JSONValues

/// One walk over a value and its schema together.
struct SchemaCheck {
    let root: JSONValue
    var violations: [JSONSchema.Violation] = []

    mutating func visit(_ value: JSONValue, _ schema: JSONValue, path: String, depth: Int) {
        guard depth < 64 else { return report(path, "is nested too deeply") }
        if let flag = schema.boolean {
            if !flag { report(path, "is not allowed here") }
            return
        }
        if let reference = schema["$ref"], let target = JSONSchema.resolve(reference, in: root) {
            visit(value, target, path: path, depth: depth + 1)
        }
        guard hasType(value, schema, path) else { return }
        checkChoices(value, schema, path)
        checkBounds(value, schema, path)
        checkMembers(value, schema, path, depth)
        checkElements(value, schema, path, depth)
        checkCombinations(value, schema, path, depth)
    }

    private mutating func report(_ path: String, _ message: String) {
        violations.append(.init(path: path, message: message))
    }

    private mutating func hasType(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> Bool {
        guard let declared = schema["type"] else { return true }
        let names = (declared.array ?? [declared]).compactMap(\.string)
        if names.contains(where: { Self.matches(value, $0) }) { return true }
        report(path, "expected \(names.joined(separator: " or ")), got \(Self.shown(value))")
        return false
    }

    private mutating func checkChoices(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
        if let constant = schema["const"], constant != value {
            report(path, "expected \(constant.text), got \(Self.shown(value))")
        }
        guard let choices = schema["enum"]?.array, !choices.contains(value) else { return }
        let names = choices.map { $0.string ?? $0.text }
        var message = "expected one of \(names.joined(separator: ", ")), got \(Self.shown(value))"
        if let text = value.string, let near = NearestName.of(text, in: names) { message += "; did you mean \(near)?" }
        report(path, message)
    }

    private mutating func checkBounds(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
        if let number = value.double {
            if let low = schema["minimum"]?.double, number < low {
                report(path, "expected at least \(Self.number(low)), got \(value.text)")
            }
            if let high = schema["maximum"]?.double, number > high {
                report(path, "expected at most \(Self.number(high)), got \(value.text)")
            }
        }
        let size: (Int, String, String)? =
            if let text = value.string { (text.count, "Length", "characters") } else if let list = value.array {
                (list.count, "Items", "elements")
            } else { nil }
        guard let (count, suffix, noun) = size else { return }
        if let low = schema["min\(suffix)"]?.integer, count < low {
            report(path, "expected at least \(low) \(noun), got \(count)")
        }
        if let high = schema["max\(suffix)"]?.integer, count > high {
            report(path, "expected at most \(high) \(noun), got \(count)")
        }
    }

    private mutating func checkMembers(_ value: JSONValue, _ schema: JSONValue, _ path: String, _ depth: Int) {
        guard let members = value.object else { return }
        let known = schema["properties"]?.object ?? [:]
        for name in (schema["required"]?.array ?? []).compactMap(\.string) where members[name] == nil {
            let wanted = known[name]?["type"]?.string.map { " (\($0))" } ?? ""
            report(path, "'\(name)'\(wanted) is missing")
        }
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            let below = path.isEmpty ? name : "\(path).\(name)"
            if let child = known[name] {
                visit(member, child, path: below, depth: depth + 1)
            } else if schema["additionalProperties"]?.boolean == false {
                let near = NearestName.of(name, in: known.keys.sorted()).map { "; did you mean \($0)?" } ?? ""
                let names = known.keys.sorted().joined(separator: ", ")
                report(below, "is not a known name\(near) Known: \(names)")
            } else if let child = schema["additionalProperties"] {
                visit(member, child, path: below, depth: depth + 1)
            }
        }
    }

    private mutating func checkElements(_ value: JSONValue, _ schema: JSONValue, _ path: String, _ depth: Int) {
        guard let elements = value.array, let child = schema["items"] else { return }
        for (position, element) in elements.enumerated() {
            visit(element, child, path: "\(path)[\(position)]", depth: depth + 1)
        }
    }

    private mutating func checkCombinations(_ value: JSONValue, _ schema: JSONValue, _ path: String, _ depth: Int) {
        for child in schema["allOf"]?.array ?? [] { visit(value, child, path: path, depth: depth + 1) }
        for keyword in ["anyOf", "oneOf"] {
            guard let children = schema[keyword]?.array else { continue }
            let outcomes = children.map { child in
                var check = SchemaCheck(root: root)
                check.visit(value, child, path: path, depth: depth + 1)
                return check.violations
            }
            let fitting = outcomes.count(where: \.isEmpty)
            if fitting == 0 {
                // The nearest alternative's complaint helps most.
                violations += outcomes.min { $0.count < $1.count } ?? []
            } else if keyword == "oneOf", fitting > 1 {
                report(path, "fits \(fitting) alternatives where exactly one is allowed")
            }
        }
    }

    private static func matches(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array), ("object", .object),
            ("number", .integer), ("number", .number), ("integer", .integer):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }

    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func shown(_ value: JSONValue) -> String {
        let text = value.text
        let short = text.count > 60 ? text.prefix(60) + "..." : text[...]
        let kind =
            switch value {
            case .null: "null"
            case .boolean: "boolean"
            case .integer, .number: "number"
            case .string: "string"
            case .array: "array"
            case .object: "object"
            }
        return value.isNull ? "null" : "\(kind) \(short)"
    }
}
