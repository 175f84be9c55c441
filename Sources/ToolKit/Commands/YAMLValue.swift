import JSONValues
import Yams

/// A YAML node as JSON, with a bound on depth and size.
struct YAMLValue {
    private let node: Node

    init(_ node: Node) { self.node = node }

    func value(or failure: (Node, String) -> CommandFileError) throws(CommandFileError) -> JSONValue {
        var budget = 5000
        return try Self.convert(node, depth: 0, &budget, failure)
    }

    private static func convert(
        _ node: Node, depth: Int, _ budget: inout Int, _ failure: (Node, String) -> CommandFileError
    ) throws(CommandFileError) -> JSONValue {
        budget -= 1
        guard depth < 32, budget > 0 else { throw failure(node, "is nested too deeply or too large") }
        if let mapping = node.mapping {
            var members: [String: JSONValue] = [:]
            for (key, member) in mapping {
                guard let name = key.string else { throw failure(key, "a key must be text") }
                members[name] = try convert(member, depth: depth + 1, &budget, failure)
            }
            return .object(members)
        }
        if let sequence = node.sequence {
            var elements: [JSONValue] = []
            for element in sequence { elements.append(try convert(element, depth: depth + 1, &budget, failure)) }
            return .array(elements)
        }
        if let scalar = node.scalar, scalar.style == .singleQuoted || scalar.style == .doubleQuoted {
            return .string(scalar.string)
        }
        if node.null != nil { return .null }
        if let flag = node.bool { return .boolean(flag) }
        if let number = node.int { return .integer(Int64(number)) }
        if let number = node.float { return .number(number) }
        return .string(node.string ?? "")
    }
}
