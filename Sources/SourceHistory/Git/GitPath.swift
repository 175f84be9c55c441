/// Paths as git prints and takes them.
enum GitPath {
    /// Undoes git's C-style quoting of unusual characters; other paths stay as they are.
    static func unquoted(_ text: some StringProtocol) -> String {
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2 else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8.dropFirst().dropLast())[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            if (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(escaped), rest.count >= 2 {
                let digits = [escaped] + rest.prefix(2)
                rest = rest.dropFirst(2)
                bytes.append(digits.reduce(0) { $0 &* 8 &+ ($1 & 7) })
            } else {
                bytes.append(simpleEscapes[escaped] ?? escaped)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
        UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
    ]

    /// A path inside the tree, checked: relative, without `..`, control characters or an empty part.
    static func checked(_ path: String) throws(SourceHistoryError) -> String {
        let trimmed = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        let parts = trimmed.split(separator: "/", omittingEmptySubsequences: false)
        let isInside =
            !trimmed.isEmpty && trimmed.utf8.count <= 4096 && !trimmed.hasPrefix("/")
            && parts.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." && $0.lowercased() != ".git" }
            && trimmed.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard isInside else {
            throw SourceHistoryError(
                .refused, "'\(path.prefix(200))' is not a path inside the repository",
                hint: "give a path relative to the repository's root, without '..'")
        }
        return trimmed
    }
}
