/// Why a query was not understood or could not run.
public struct TraceQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// The text is not TraceQL.
        case syntax
        /// The text is TraceQL, but means nothing: types that do not fit, a number where a filter belongs ...
        case invalid
        /// The text is TraceQL that whyd does not run.
        case unsupported
        /// An argument of a tool call is wrong.
        case argument
        /// The span source failed.
        case source
    }

    /// A place in the text.
    public struct Position: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// Bytes of UTF-8 before it.
        public var offset: Int
        /// Line and column (in characters), both from 1.
        public var line: Int
        public var column: Int

        /// Makes a position.
        public init(offset: Int, line: Int, column: Int) {
            self.offset = offset
            self.line = line
            self.column = column
        }

        public static func < (left: Position, right: Position) -> Bool { left.offset < right.offset }

        public var description: String { "line \(line), column \(column)" }
    }

    public var code: Code
    /// What is wrong, in one sentence.
    public var message: String
    /// Where it is wrong; nil where the text is not to blame.
    public var position: Position?
    /// What to write instead, where that is known.
    public var hint: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, at position: Position? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.position = position
        self.hint = hint
    }

    public var description: String {
        let place = position.map { "\($0): " } ?? ""
        return place + message + (hint.map { " (\($0))" } ?? "")
    }
}
