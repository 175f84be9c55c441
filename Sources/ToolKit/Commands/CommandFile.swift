import JSONValues
import Yams

/// Reads a command tool from YAML, strictly: every mistake is named with its file and line.
public struct CommandFile {
    private let file: String

    /// - Parameter file: the name shown in errors.
    public init(_ file: String) { self.file = file }

    /// Reads the tool a file describes.
    ///
    /// - Throws: `CommandFileError` naming file and line.
    public func tool(yaml: String) throws(CommandFileError) -> CommandTool {
        let mapping = try root(of: yaml)
        let known = [
            "command", "description", "environment", "name", "output_bytes", "read_only", "requires", "schema",
            "timeout_seconds",
        ]
        for (key, _) in mapping where !known.contains(key.string ?? "") {
            let near = NearestName.of(key.string ?? "", in: known).map { "; did you mean \($0)?" } ?? ""
            throw error(at: key, "'\(key.string ?? "?")' is not a known key\(near)")
        }
        let name = try text("name", in: mapping)
        guard !name.isEmpty, name.count <= 64,
            name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") })
        else { throw error(at: mapping["name"], "a name is 1 to 64 of a-z, 0-9 and _") }
        guard mapping["read_only"]?.bool == true else {
            throw error(at: mapping["read_only"], "it must declare 'read_only: true'; whyd's tools only read")
        }
        let schema = try schema(in: mapping)
        let command = try texts("command", in: mapping, isRequired: true)
        let environment = try texts("environment", in: mapping)
        try check(command, schema, environment, at: mapping["command"])
        return CommandTool(
            name: ToolName(name),
            words: ToolWords(description: try text("description", in: mapping), inputSchema: schema),
            command: command, timeout: .seconds(try number("timeout_seconds", in: mapping, 20, 1...300)),
            outputBytes: try number("output_bytes", in: mapping, 100_000, 100...10_000_000),
            environment: environment, requires: try texts("requires", in: mapping))
    }

    private func root(of yaml: String) throws(CommandFileError) -> Node.Mapping {
        guard yaml.utf8.count <= 100_000 else { throw CommandFileError(file: file, line: 1, message: "is too large") }
        // Aliases can make a small file huge; a tool needs none.
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw CommandFileError(file: file, line: Self.line(of: error), message: "is not YAML: \(error)")
        } catch {
            throw CommandFileError(file: file, line: 1, message: "is not YAML: \(error)")
        }
        guard let mapping = node?.mapping else {
            throw CommandFileError(file: file, line: 1, message: "must hold keys and values")
        }
        return mapping
    }

    private static func line(of error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }

    private func error(at node: Node?, _ message: String) -> CommandFileError {
        CommandFileError(file: file, line: node?.mark?.line ?? 1, message: message)
    }

    private func text(_ key: String, in mapping: Node.Mapping) throws(CommandFileError) -> String {
        guard let node = mapping[key] else { throw error(at: nil, "'\(key)' is missing") }
        guard let text = node.string, !text.isEmpty else { throw error(at: node, "'\(key)' must be text") }
        return text
    }

    private func texts(
        _ key: String, in mapping: Node.Mapping, isRequired: Bool = false
    ) throws(CommandFileError) -> [String] {
        guard let node = mapping[key] else {
            if isRequired { throw error(at: nil, "'\(key)' is missing") }
            return []
        }
        guard let sequence = node.sequence, !(isRequired && sequence.isEmpty) else {
            throw error(at: node, "'\(key)' must be a list")
        }
        var texts: [String] = []
        for element in sequence {
            guard let text = element.scalar?.string else { throw error(at: element, "'\(key)' must hold text") }
            texts.append(text)
        }
        return texts
    }

    private func number(
        _ key: String, in mapping: Node.Mapping, _ standard: Int, _ range: ClosedRange<Int>
    ) throws(CommandFileError) -> Int {
        guard let node = mapping[key] else { return standard }
        guard let number = node.int, range.contains(number) else {
            throw error(at: node, "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func schema(in mapping: Node.Mapping) throws(CommandFileError) -> JSONValue {
        guard let node = mapping["schema"] else { throw error(at: nil, "'schema' is missing") }
        let value = try YAMLValue(node).value(or: { error(at: $0, $1) })
        do {
            _ = try JSONSchema(value)
        } catch {
            throw self.error(at: node, "the schema cannot be used: \(error.message)")
        }
        guard value["type"]?.string == "object" else { throw error(at: node, "the schema must be that of an object") }
        return value
    }

    /// Every hole must be an argument or an allowed variable, and the program itself has none.
    private func check(
        _ command: [String], _ schema: JSONValue, _ environment: [String], at node: Node?
    ) throws(CommandFileError) {
        let known = Set((schema["properties"]?.object ?? [:]).keys).union([
            "window_start", "window_end", "window_start_seconds", "window_end_seconds",
        ])
        if let program = command.first, !CommandTemplate.holes(in: program).isEmpty {
            throw error(at: node, "the program itself must not be a hole")
        }
        let shells: Set = ["sh", "bash", "zsh", "dash", "env", "xargs", "sudo"]
        if let program = command.first?.split(separator: "/").last, shells.contains(String(program)) {
            throw error(at: node, "'\(program)' would run anything; name the program itself")
        }
        for hole in command.flatMap(CommandTemplate.holes) {
            if hole.hasPrefix("env:") {
                guard environment.contains(String(hole.dropFirst(4))) else {
                    throw error(at: node, "{{\(hole)}} is not in 'environment'")
                }
            } else if !known.contains(hole) {
                throw error(at: node, "{{\(hole)}} is not an argument of the schema")
            }
        }
    }
}

/// What is wrong with a command tool's file, and where.
public struct CommandFileError: Error, Sendable, Equatable, CustomStringConvertible {
    public var file: String
    /// Counted from 1.
    public var line: Int
    public var message: String

    public var description: String { "\(file):\(line): \(message)" }
}
