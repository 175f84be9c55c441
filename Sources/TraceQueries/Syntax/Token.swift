/// One word of TraceQL.
struct Token: Equatable {
    /// What it is.
    enum Kind: Equatable {
        case identifier(String)
        /// `.key`, `span.key`, `parent.resource.key` ...
        case attribute(AttributeReference)
        /// `span:duration`, `trace:rootName` ...
        case scopedIntrinsic(scope: String, name: String)
        case string(String)
        case integer(Int64)
        case number(Double)
        /// Nanoseconds.
        case duration(Int64)
        case symbol(Symbol)
        case end
    }

    var kind: Kind
    var position: TraceQLError.Position
    /// The token as written.
    var text: String
}

/// Operators and punctuation.
enum Symbol: String, CaseIterable {
    case openBrace = "{"
    case closeBrace = "}"
    case openParenthesis = "("
    case closeParenthesis = ")"
    case comma = ","
    case pipe = "|"
    case or = "||"
    case and = "&&"
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    /// Also "not sibling" between spansets.
    case notMatches = "!~"
    case greater = ">"
    case greaterOrEqual = ">="
    case less = "<"
    case lessOrEqual = "<="
    case descendant = ">>"
    case ancestor = "<<"
    case sibling = "~"
    case notChild = "!>"
    case notDescendant = "!>>"
    case notParent = "!<"
    case notAncestor = "!<<"
    case unionChild = "&>"
    case unionDescendant = "&>>"
    case unionParent = "&<"
    case unionAncestor = "&<<"
    case unionSibling = "&~"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case remainder = "%"
    case power = "^"
    case not = "!"

    /// Longest first, so that `>>` is never read as `>` twice.
    static let byLength = allCases.sorted { $0.rawValue.count > $1.rawValue.count }
}
