public import SpanSources
import Telemetry

/// What a change should do in production, as its author wrote it.
///
/// `p95(checkout "POST /pay") < 300ms`, `error_rate(checkout) < 1%`, `rate(checkout "POST /pay" where user.plan=free) > 2/s`,
/// `p95(checkout "POST /pay" where flag fast-pay=on) unchanged within 5%`.
public struct Expectation: Hashable, Sendable {
    /// The text it was read from.
    public var text: String
    public var measure: Measure
    public var service: String
    /// Span name; nil for every server span of the service.
    public var operation: String?
    /// Attribute values that must hold.
    public var conditions: [Condition]
    public var requirement: Requirement
    /// Where it stands: `.whyd/expectations.yaml:4`, or a commit's hash.
    public var origin: String

    /// What is measured.
    public enum Measure: Hashable, Sendable {
        /// Seconds below which this share of the spans ends, such as 0.95.
        case quantile(Double)
        /// Share of the spans that failed.
        case errorRate
        /// Spans per second.
        case rate
        /// Spans in the window.
        case count
    }

    /// An attribute that must have a value.
    public struct Condition: Hashable, Sendable {
        public var key: String
        public var value: String

        /// Makes a condition.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// What is asked of the measure: seconds, shares, spans per second or spans.
    public enum Requirement: Hashable, Sendable {
        case below(Double)
        case above(Double)
        /// As before the change, give or take a share such as 0.1.
        case unchanged(within: Double)
    }

    /// The rows it is about.
    public var predicate: Predicate {
        var rows = Predicate.service(service)
        rows = rows.and(operation.map(Predicate.named) ?? .compare(.intrinsic(.kind), .equal, .string("server")))
        for condition in conditions {
            rows = rows.and(.compare(Field(condition.key), .equal, Self.value(condition.value)))
        }
        return rows
    }

    private static func value(_ text: String) -> AttributeValue {
        if let number = Int64(text) { return .integer(number) }
        if text == "true" || text == "false" { return .boolean(text == "true") }
        return .string(text)
    }
}

/// An expectation that cannot be understood.
public struct ExpectationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable { case syntax, unknownKey, source }

    public var code: Code
    public var message: String
    /// Where it is wrong, from 1; 0 where that is not known.
    public var line: Int
    public var column: Int
    public var hint: String?
    /// What it stands in: a path, or `commit 1a2b3c4d`; nil where whoever reads knows.
    public var place: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, line: Int = 1, column: Int = 0, hint: String? = nil) {
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint
    }

    public var description: String {
        let words = hint.map { "\(message) (\($0))" } ?? message
        let position = column > 0 ? "\(line):\(column): \(words)" : words
        return place.map { "\($0):\(position)" } ?? position
    }
}
