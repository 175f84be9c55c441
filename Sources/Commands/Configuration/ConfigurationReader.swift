import TraceQueries
import Yams

/// Takes typed values out of a checked document, with the defaults of the key table.
struct ConfigurationReader {
    let document: ConfigurationDocument
    let file: String

    func text(_ path: String) -> String? { scalar(path) }

    func integer(_ path: String) -> Int { scalar(path).flatMap { Int($0) } ?? 0 }

    func number(_ path: String) -> Double { scalar(path).flatMap(Double.init) ?? 0 }

    func boolean(_ path: String) -> Bool { document.values[path]?.bool ?? (standard(path) == "true") }

    func duration(_ path: String) -> Duration { scalar(path).flatMap(DurationText.parse) ?? .zero }

    func textList(_ path: String) -> [String] {
        if let node = document.values[path] { return node.array().compactMap(\.string) }
        guard let written = standard(path), let node = try? Yams.compose(yaml: written) else { return [] }
        return node.array().compactMap(\.string)
    }

    /// A list of durations.
    func durations(_ path: String) throws(ConfigurationError) -> [Duration] {
        var durations: [Duration] = []
        for word in textList(path) {
            guard let duration = DurationText.parse(word) else {
                throw ConfigurationError(
                    file: file, line: document.values[path]?.mark?.line,
                    message: "'\(path)' must hold durations such as 10m, not '\(word)'")
            }
            durations.append(duration)
        }
        return durations
    }

    /// Every text under a prefix, by the rest of its path.
    func texts(under prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for key in ConfigurationKey.table where key.path.hasPrefix(prefix) {
            found[String(key.path.dropFirst(prefix.count))] = scalar(key.path)
        }
        return found
    }

    /// The items of a list of mappings; each must have the needed keys.
    func items<Item>(
        _ path: String, needing needed: [String], _ make: (ConfigurationReader, String) -> Item
    ) throws(ConfigurationError) -> [Item] {
        var items: [Item] = []
        for index in 0..<(document.itemCounts[path] ?? 0) {
            let item = "\(path)[\(index)]"
            for key in needed where document.values["\(item).\(key)"] == nil {
                throw ConfigurationError(file: file, message: "'\(item)' needs '\(key)'")
            }
            items.append(make(self, item))
        }
        return items
    }

    private func scalar(_ path: String) -> String? { document.values[path]?.scalar?.string ?? standard(path) }

    /// The default of a key; `models[3].effort` has that of `models[].effort`.
    private func standard(_ path: String) -> String? {
        let pattern = path.replacing(/\[[0-9]+\]/, with: "[]")
        return ConfigurationKey.table.first { $0.path == pattern }?.standard
    }
}
