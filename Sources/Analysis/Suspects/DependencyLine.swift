/// What one line of a manifest or lock file names: a package, a version, or both.
struct DependencyLine {
    private(set) var name: String?
    private(set) var version: String?

    init(_ text: String) {
        let line = text.trimmingPrefix { $0 == " " || $0 == "\t" }
        if line.hasPrefix("<") {
            readElement(line)
        } else if let (key, value) = Self.pair(line) {
            readPair(key, value)
        } else if line.hasSuffix(":"), let at = line.lastIndex(of: "@"), at > line.startIndex {
            // yarn.lock: `left-pad@^1.3.0:`
            name = Self.unquoted(line[..<at])
        } else {
            readWords(line)
        }
    }

    /// `<artifactId>core</artifactId>`, `<version>1.2</version>` of a pom.xml.
    private mutating func readElement(_ line: Substring) {
        let tag = line.dropFirst().prefix { $0 != ">" }
        let value = line.dropFirst(tag.count + 2).prefix { $0 != "<" }
        if tag == "artifactId" { name = String(value) }
        if tag == "version" { version = Self.version(value) }
    }

    /// `"name": "x"`, `version = "1.2"`, `"x": "^1.2"`, `"node_modules/x": {`.
    private mutating func readPair(_ key: String, _ value: Substring) {
        let text = Self.unquoted(value)
        switch key {
        case "name", "identity": name = text
        case "version": version = Self.version(text)
        case "resolved", "integrity", "checksum", "revision", "location", "hash", "sha256": break
        default:
            if value.hasPrefix("{"), let path = Self.lastPackage(key) {
                name = path
            } else if let found = Self.version(text) {
                (name, version) = (key, found)
            }
        }
    }

    /// `requests==2.31.0`, `golang.org/x/net v0.17.0 h1:…`, `rails (7.1.2)`, `version "1.2"`, `'group:core:1.2'`.
    private mutating func readWords(_ line: Substring) {
        let words = line.split { " \t,;".contains($0) }
        guard let first = words.first else { return }
        if let mark = first.firstIndex(where: { "=<>~!".contains($0) }) {
            name = String(first[..<mark].prefix { $0 != "[" })
            version = Self.version(first[mark...])
        } else if let coordinates = words.last?.split(separator: ":"), coordinates.count == 3 {
            name = String(coordinates[1])
            version = Self.version(Self.unquoted(coordinates[2]))
        } else if words.count >= 2, let found = Self.version(Self.unquoted(words[1])) {
            if first != "version" { name = String(first) }
            version = found
        } else if words.count >= 3, first == "require", let found = Self.version(words[2]) {
            (name, version) = (String(words[1]), found)
        }
    }

    /// A key and what stands after `:` or `=`; nil for lines that are no such pair.
    private static func pair(_ line: Substring) -> (key: String, value: Substring)? {
        let isQuoted = line.hasPrefix("\"")
        let body = isQuoted ? line.dropFirst() : line
        let key = body.prefix { isQuoted ? $0 != "\"" : $0.isLetter || $0.isNumber || "-_.".contains($0) }
        var rest = body.dropFirst(key.count + (isQuoted ? 1 : 0)).drop { $0 == " " }
        guard !key.isEmpty, let mark = rest.popFirst(), mark == ":" || mark == "=" else { return nil }
        rest = rest.drop { $0 == " " }
        guard let start = rest.first, start == "\"" || start == "{" || start == "'" else { return nil }
        return (String(key), rest)
    }

    /// The package at the end of `node_modules/a/node_modules/b`.
    private static func lastPackage(_ key: String) -> String? {
        guard let found = key.ranges(of: "node_modules/").last else { return nil }
        return String(key[found.upperBound...])
    }

    private static func unquoted(_ text: some StringProtocol) -> String {
        String(text.filter { !"\"'(){}".contains($0) }.prefix { $0 != "," }).split(separator: " ").joined(
            separator: " ")
    }

    /// The text without `^`, `~`, `>=`, `v` and checksums before or behind it; nil where it is no version.
    private static func version(_ text: some StringProtocol) -> String? {
        let bare = text.drop { "^~<>=!v ".contains($0) }.prefix { $0 != "/" && $0 != " " && $0 != "," }
        guard let first = bare.first, first.isNumber, bare.contains("."), bare.count <= 60,
            bare.allSatisfy({ $0.isLetter || $0.isNumber || "._-+".contains($0) })
        else { return nil }
        return String(bare)
    }
}
