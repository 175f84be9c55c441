public import Telemetry

/// A condition on one row.
public indirect enum Predicate: Hashable, Sendable {
    /// Every row.
    case all
    /// The field compared with a value. A row that lacks the field matches no comparison, not even `notEqual`. An array
    /// equals what it is as JSON text, and what one of its elements equals.
    case compare(Field, Comparator, AttributeValue)
    /// The field equals one of the values.
    case isIn(Field, [AttributeValue])
    /// The field's text contains a match of a regular expression (ICU/Swift `Regex` syntax, unanchored).
    case matches(Field, pattern: String)
    /// The row has the field.
    case exists(Field)
    case and([Predicate])
    case or([Predicate])
    case not(Predicate)
    /// The span has such a relative in its trace, whenever that started and wherever it is stored, which meets the
    /// condition. No event row has relatives.
    case hasRelative(Relative, Predicate)

    /// How another span of the trace stands to a span. A span whose parent is not there has no ancestors or siblings.
    public enum Relative: String, Hashable, Sendable, CaseIterable {
        case parent, ancestor, child, descendant, sibling
        /// Any span of the trace, the span itself included.
        case traceMate
    }

    /// Ways to compare.
    public enum Comparator: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// Rows of one service.
    public static func service(_ name: String) -> Predicate {
        .compare(.intrinsic(.service), .equal, .string(name))
    }

    /// Rows with one span or event name.
    public static func named(_ name: String) -> Predicate {
        .compare(.intrinsic(.name), .equal, .string(name))
    }

    /// Rows whose start (or event time) lies in a range.
    public static func during(_ range: TimeRange) -> Predicate {
        .and([
            .compare(.intrinsic(.time), .greaterOrEqual, .integer(range.start.nanoseconds)),
            .compare(.intrinsic(.time), .less, .integer(range.end.nanoseconds)),
        ])
    }

    /// Spans whose status is `error`.
    public static let isError = Predicate.compare(.intrinsic(.status), .equal, .string("error"))

    /// Both conditions; `all` on either side adds nothing.
    public func and(_ other: Predicate) -> Predicate {
        switch (self, other) {
        case (.all, let only), (let only, .all): only
        case (.and(let left), .and(let right)): .and(left + right)
        case (.and(let left), _): .and(left + [other])
        default: .and([self, other])
        }
    }
}
