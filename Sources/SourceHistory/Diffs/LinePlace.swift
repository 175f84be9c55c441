/// Lines of a file, followed back from commit to commit over hunks without context.
struct LinePlace {
    private var first: Int
    private var last: Int

    init(_ lines: ClosedRange<Int>) {
        first = lines.lowerBound
        last = lines.upperBound
    }

    /// Whether a hunk changes the lines, or takes some out between them.
    func isTouched(by hunks: [Hunk]) -> Bool {
        hunks.contains { hunk in
            // Without new lines, a hunk stands behind the line it names.
            hunk.newCount == 0
                ? first <= hunk.newStart && hunk.newStart < last
                : hunk.newStart <= last && hunk.newStart + hunk.newCount > first
        }
    }

    /// Goes to where the lines were before the hunks; false where they were not there yet.
    mutating func moveBack(over hunks: [Hunk]) -> Bool {
        // Lines that begin or end inside of what was changed take in all that stood there before.
        let (opening, closing) = (Self.hunk(at: first, hunks), Self.hunk(at: last, hunks))
        first = opening.map { $0.oldCount == 0 ? $0.oldStart + 1 : $0.oldStart } ?? first + Self.shift(first, hunks)
        last =
            closing.map { $0.oldCount == 0 ? $0.oldStart : $0.oldStart + $0.oldCount - 1 }
            ?? last + Self.shift(last, hunks)
        return first <= last
    }

    private static func hunk(at line: Int, _ hunks: [Hunk]) -> Hunk? {
        hunks.first { $0.newStart <= line && line < $0.newStart + $0.newCount }
    }

    /// How much further down a line stood, by the hunks that end above it.
    private static func shift(_ line: Int, _ hunks: [Hunk]) -> Int {
        hunks.filter { ($0.newCount == 0 ? $0.newStart : $0.newStart + $0.newCount - 1) < line }
            .reduce(0) { $0 + $1.oldCount - $1.newCount }
    }
}
