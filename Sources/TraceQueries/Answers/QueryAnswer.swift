import SpanSources
public import Telemetry

/// The answer to a query: named columns and rows of scalars, ready to print or to hand to a tool.
public struct QueryAnswer: Sendable, Equatable {
    public var columns: [AnswerColumn]
    /// Every row has a cell per column.
    public var rows: [[AnswerCell]]
    public var window: TimeRange
    /// Rows looked at, and rows that met the filter.
    public var scannedRows: Int
    public var matchedRows: Int
    /// Rows that the limit cut off.
    public var omittedRows: Int
    /// Whether a quantile came from a sketch.
    public var isApproximate: Bool
    /// What the reader should know: a search that stopped early, a value that could not be computed ...
    public var notes: [String]

    /// Makes an answer.
    public init(
        columns: [AnswerColumn], rows: [[AnswerCell]], window: TimeRange, scannedRows: Int = 0, matchedRows: Int = 0,
        omittedRows: Int = 0, isApproximate: Bool = false, notes: [String] = []
    ) {
        self.columns = columns
        self.rows = rows
        self.window = window
        self.scannedRows = scannedRows
        self.matchedRows = matchedRows
        self.omittedRows = omittedRows
        self.isApproximate = isApproximate
        self.notes = notes
    }
}

/// A column of an answer.
public struct AnswerColumn: Sendable, Hashable {
    public var name: String
    /// `ms`, `count`, `share`, `per_second`, `utc`; nil for text and plain numbers.
    public var unit: String?
    /// Whether anyone outside can put words into its cells.
    public var isUntrusted: Bool

    /// Makes a column.
    public init(name: String, unit: String? = nil, isUntrusted: Bool = false) {
        self.name = name
        self.unit = unit
        self.isUntrusted = isUntrusted
    }

    /// The column of a grouping.
    init(_ grouping: Grouping) {
        switch grouping {
        case .field(let field):
            self.init(name: grouping.column, unit: field.unit, isUntrusted: field.isUntrusted)
        case .time: self.init(name: grouping.column, unit: "utc")
        case .logarithm(let field, _): self.init(name: grouping.column, unit: field.unit)
        }
    }

    /// The column of an aggregate.
    init(_ aggregate: Aggregate) {
        let name = aggregate.column
        switch aggregate {
        case .count, .countWhere, .distinct: self.init(name: name, unit: "count")
        case .share: self.init(name: name, unit: "share")
        case .first(let field): self.init(name: name, unit: field.unit, isUntrusted: field.isUntrusted)
        case .sum(let field), .average(let field), .minimum(let field), .maximum(let field), .quantile(let field, _):
            self.init(name: name, unit: field.unit)
        }
    }
}
