/// The documented configuration file that `whyd config` prints: every key, commented out, with its default.
enum ConfigurationText {
    /// The whole file.
    static var documented: String {
        var lines = ["# whyd.yaml: every key, with its default. Unknown keys are errors.", ""]
        var section = ""
        for key in ConfigurationKey.table {
            let parts = key.path.split(separator: ".", maxSplits: 1).map(String.init)
            let isNested = parts.count == 2
            if isNested, parts[0] != section {
                lines += ["", "# \(parts[0].replacing("[]", with: "")):"]
            }
            let isFirstOfItem = parts[0].hasSuffix("[]") && parts[0] != section
            section = isNested ? parts[0] : ""
            lines.append(line(key, name: parts.last ?? "", isNested: isNested, isFirstOfItem: isFirstOfItem))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ key: ConfigurationKey, name: String, isNested: Bool, isFirstOfItem: Bool) -> String {
        let isItem = key.path.contains("[]")
        let indent = !isNested ? "" : isItem ? (isFirstOfItem ? "  - " : "    ") : "  "
        let value = key.standard ?? placeholder(key.kind)
        let setting = "# \(indent)\(name): \(value)"
        return setting + String(repeating: " ", count: max(1, 44 - setting.count)) + "# \(key.words)"
    }

    private static func placeholder(_ kind: ConfigurationKey.Kind) -> String {
        switch kind {
        case .text: "\"\""
        case .textList: "[]"
        case .integer(let range): String(range.lowerBound)
        case .number: "0"
        case .share: "0.999"
        case .boolean: "false"
        case .duration: "10m"
        case .oneOf(let words): words[0]
        }
    }
}
