import ToolKit
import TraceQueries
import Yams

/// A read and checked `whyd.yaml`: every key known, every value of its kind.
struct ConfigurationDocument {
    /// Values by path; the items of a list stand under `models[0].provider`.
    private(set) var values: [String: Node] = [:]
    /// How many items each list of mappings has, by its path (`models`).
    private(set) var itemCounts: [String: Int] = [:]
    private let file: String

    /// Reads the text of a configuration file; an empty file is a valid one.
    ///
    /// - Throws: `ConfigurationError` at the first unknown key or wrong value.
    init(text: String, file: String) throws(ConfigurationError) {
        self.file = file
        guard text.utf8.count <= 1 << 20 else {
            throw ConfigurationError(file: file, message: "the file is larger than 1 MiB")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(file: file, message: "not valid YAML: \(error)")
        }
        guard let root, root != .scalar(.init("")) else { return }
        try visit(root, path: "", pattern: "", depth: 0)
    }

    private mutating func visit(
        _ node: Node, path: String, pattern: String, depth: Int
    ) throws(ConfigurationError) {
        guard depth < 8 else { throw error("nested too deeply", at: node) }
        if let key = ConfigurationKey.table.first(where: { $0.path == pattern }) {
            guard Self.fits(node, key.kind) else {
                throw error("'\(path)' must be \(key.expectation)", at: node)
            }
            values[path] = node
        } else if case .mapping(let mapping) = node {
            for (key, value) in mapping {
                let name = key.string ?? ""
                try visit(value, path: Self.join(path, name), pattern: Self.join(pattern, name), depth: depth + 1)
            }
        } else if case .sequence(let items) = node, Self.isPrefix(pattern + "[]") {
            itemCounts[path] = items.count
            for (index, item) in items.enumerated() {
                try visit(item, path: "\(path)[\(index)]", pattern: pattern + "[]", depth: depth + 1)
            }
        } else if Self.isPrefix(pattern), !pattern.isEmpty {
            guard node.null == nil else { return }
            throw error("'\(path)' is a section, not a value", at: node)
        } else {
            throw unknown(path, pattern, at: node)
        }
    }

    private func unknown(_ path: String, _ pattern: String, at node: Node) -> ConfigurationError {
        guard !pattern.isEmpty else { return error("the file must hold keys and values", at: node) }
        let nearest = NearestName.of(pattern, in: ConfigurationKey.table.map(\.path))
        return error(
            "unknown key '\(path)'", at: node,
            hint: nearest.map { "did you mean '\($0)'? `whyd config` lists every key" }
                ?? "`whyd config` lists every key")
    }

    private func error(_ message: String, at node: Node, hint: String? = nil) -> ConfigurationError {
        ConfigurationError(
            file: file, line: node.mark?.line, column: node.mark?.column, message: message, hint: hint)
    }

    private static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private static func isPrefix(_ pattern: String) -> Bool {
        pattern.isEmpty
            || ConfigurationKey.table.contains { $0.path.hasPrefix(pattern + ".") || $0.path.hasPrefix(pattern + "[") }
    }

    private static func fits(_ node: Node, _ kind: ConfigurationKey.Kind) -> Bool {
        switch kind {
        case .text: node.scalar != nil && node.null == nil
        case .textList: node.sequence?.allSatisfy { $0.scalar != nil } ?? false
        case .integer(let range): node.int.map(range.contains) ?? false
        case .number: node.float.map { $0.isFinite && $0 >= 0 } ?? false
        case .share: node.float.map { $0 > 0 && $0 < 1 } ?? false
        case .boolean: node.bool != nil
        case .duration: node.scalar.map { DurationText.parse($0.string) != nil } ?? false
        case .oneOf(let words): node.scalar.map { words.contains($0.string) } ?? false
        }
    }
}
