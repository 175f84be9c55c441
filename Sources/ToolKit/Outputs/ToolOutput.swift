public import JSONValues
public import Telemetry

/// What a tool found: tables, texts and notes, whole. The cap comes later.
public struct ToolOutput: Sendable, Equatable, Codable {
    /// One sentence that says what this is, such as `12 operations of cart, by errors`.
    public var summary: String
    public var sections: [Section]
    /// Where it was read: `spans.db`, `git`, ...
    public var backend: String
    /// The window it covers, where it has one.
    public var window: TimeRange?
    /// Whether it is everything there was; otherwise `notes` says what is missing.
    public var isComplete: Bool
    /// Caveats for the reader: sampling, small numbers, cut rows, clock skew.
    public var notes: [String]

    /// A named part of an output.
    public struct Section: Sendable, Equatable, Codable {
        /// Short and unique within the output: `selection`, `commits`, `source`.
        public var name: String
        public var content: Content

        /// Makes a section.
        public init(name: String, content: Content) {
            self.name = name
            self.content = content
        }
    }

    /// What a section holds.
    public enum Content: Sendable, Equatable {
        case table(ToolTable)
        /// Lines of text, such as source with line numbers or a diff.
        case text(String)
    }

    /// Makes an output.
    public init(
        summary: String, sections: [Section] = [], backend: String, window: TimeRange? = nil, isComplete: Bool = true,
        notes: [String] = []
    ) {
        self.summary = summary
        self.sections = sections
        self.backend = backend
        self.window = window
        self.isComplete = isComplete
        self.notes = notes
    }
}

/// Rows under named columns; every cell is a scalar.
public struct ToolTable: Sendable, Equatable, Codable {
    public var columns: [Column]
    public var rows: [[JSONValue]]

    /// A column's name, unit and trust.
    public struct Column: Sendable, Equatable, Hashable, Codable {
        public var name: String
        /// `ms`, `ns`, `count`, `share`, `per_second`, `bytes`, `utc`; nil for text.
        public var unit: String?
        /// Whether anyone outside can put words into its cells (user agents, messages, log bodies, span names ...).
        public var isUntrusted: Bool

        /// Makes a column.
        public init(_ name: String, unit: String? = nil, isUntrusted: Bool = false) {
            self.name = name
            self.unit = unit
            self.isUntrusted = isUntrusted
        }
    }

    /// Makes a table; every row has a cell per column.
    public init(columns: [Column], rows: [[JSONValue]]) {
        self.columns = columns
        self.rows = rows
    }
}
