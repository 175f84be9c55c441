/// Reads what `git cat-file --batch` prints.
enum BatchOutput {
    /// Lines of each object, in order; empty for missing and binary ones.
    static func texts(_ bytes: [UInt8], count: Int) -> [[String]] {
        var (texts, rest) = ([[String]](), bytes[...])
        while texts.count < count, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let header = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[rest.index(after: end)...]
            guard header.count == 3, header[1] == "blob", let size = Int(header[2]), size <= rest.count else {
                texts.append([])
                // A tree or a commit is followed by its bytes too.
                if header.count == 3, let size = Int(header[2]) { rest = rest.dropFirst(size + 1) }
                continue
            }
            let content = rest.prefix(size)
            rest = rest.dropFirst(size + 1)
            let isBinary = content.prefix(8000).contains(0)
            texts.append(
                isBinary
                    ? []
                    : String(decoding: content, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                        .map(String.init))
        }
        return texts + [[String]](repeating: [], count: max(0, count - texts.count))
    }
}
