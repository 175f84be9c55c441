public import Telemetry

extension SourceRepository {
    /// Which commit a line comes from.
    public struct BlameLine: Hashable, Sendable {
        /// Its number in the file at the revision asked about.
        public var line: Int
        public var revision: Revision
        public var author: String
        public var authoredAt: Timestamp
        public var text: String
    }

    /// Who last changed the lines of a file, whitespace apart.
    ///
    /// - Parameters:
    ///   - lines: line numbers from 1; nil for all.
    ///   - followsMoves: lines that moved or were copied between files of one commit are followed to where they were
    ///     written; slower.
    public func blame(
        _ path: String, at revision: Revision, lines: ClosedRange<Int>? = nil, followsMoves: Bool = false
    ) async throws(SourceHistoryError) -> [BlameLine] {
        let path = try GitPath.checked(path)
        let range = lines.map { ["-L", "\(max(1, $0.lowerBound)),\(max(1, $0.upperBound))"] } ?? []
        let output = try await git.run(
            ["blame", "--line-porcelain", "-w"] + (followsMoves ? ["-M", "-C"] : []) + range
                + [revision.hash, "--", path], outputLimit: 32_000_000, timeout: .seconds(30))
        return Self.parseBlame(output.text)
    }

    private static func parseBlame(_ text: String) -> [BlameLine] {
        var (found, current) = ([BlameLine](), BlameLine?.none)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.first == "\t" {
                current?.text = String(line.dropFirst())
                if let current { found.append(current) }
                current = nil
            } else if let started = current {
                current = Self.facts(line, started)
            } else {
                let parts = line.split(separator: " ")
                guard parts.count >= 3, let revision = Revision(parts[0]), let number = Int(parts[2]) else { continue }
                current = BlameLine(
                    line: number, revision: revision, author: "", authoredAt: Timestamp(nanoseconds: 0), text: "")
            }
        }
        return found
    }

    private static func facts(_ line: Substring, _ started: BlameLine) -> BlameLine {
        var blame = started
        if line.hasPrefix("author ") { blame.author = String(line.dropFirst("author ".count)) }
        if line.hasPrefix("author-time "), let seconds = Int64(line.dropFirst("author-time ".count)) {
            blame.authoredAt = Timestamp(nanoseconds: seconds &* 1_000_000_000)
        }
        return blame
    }
}
