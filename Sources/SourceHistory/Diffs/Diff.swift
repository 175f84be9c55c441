/// What changed between two revisions, file by file.
public struct Diff: Hashable, Sendable {
    public var files: [FileDiff]
    /// Whether git printed more than was kept.
    public var isTruncated: Bool

    /// Makes a diff.
    public init(files: [FileDiff], isTruncated: Bool = false) {
        self.files = files
        self.isTruncated = isTruncated
    }
}

/// What changed in one file.
public struct FileDiff: Hashable, Sendable {
    /// What happened to the file as a whole.
    public enum Status: String, Hashable, Sendable { case added, deleted, modified, renamed }

    public var status: Status
    /// Its path before; equal to `path` unless it was renamed.
    public var oldPath: String
    /// Its path after.
    public var path: String
    public var isBinary: Bool
    public var hunks: [Hunk]

    /// Makes a file's changes.
    public init(
        status: Status = .modified, oldPath: String? = nil, path: String, isBinary: Bool = false, hunks: [Hunk] = []
    ) {
        self.status = status
        self.oldPath = oldPath ?? path
        self.path = path
        self.isBinary = isBinary
        self.hunks = hunks
    }
}

/// A run of changed lines.
public struct Hunk: Hashable, Sendable {
    /// First line and number of lines before and after; lines count from 1.
    public var oldStart: Int
    public var oldCount: Int
    public var newStart: Int
    public var newCount: Int
    /// What git found above the hunk, usually the line that opens the enclosing function or type.
    public var heading: String
    public var lines: [Line]
    /// Functions whose lines it changes, as a parser found them; empty until annotated.
    public var functions: [String]

    /// A line and what became of it.
    public struct Line: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable { case context, added, removed }

        public var kind: Kind
        public var text: String

        /// Makes a line.
        public init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    /// Makes a hunk.
    public init(
        oldStart: Int, oldCount: Int, newStart: Int, newCount: Int, heading: String = "", lines: [Line] = [],
        functions: [String] = []
    ) {
        self.oldStart = oldStart
        self.oldCount = oldCount
        self.newStart = newStart
        self.newCount = newCount
        self.heading = heading
        self.lines = lines
        self.functions = functions
    }

    /// Text of the added lines.
    public var added: [String] { lines.filter { $0.kind == .added }.map(\.text) }
    /// Text of the removed lines.
    public var removed: [String] { lines.filter { $0.kind == .removed }.map(\.text) }

    /// Numbers, after the change, of the lines that were added, or beside which lines were removed.
    public var touchedLines: [Int] {
        var (number, touched) = (newStart, [Int]())
        for line in lines {
            switch line.kind {
            case .context: number += 1
            case .added:
                if touched.last != number { touched.append(number) }
                number += 1
            case .removed: if touched.last != number { touched.append(max(1, number)) }
            }
        }
        return touched
    }
}
