public import SpanSources
import Telemetry

/// One condition of a tool call: `{"field": "http.route", "op": "=", "value": "/pay"}`.
public struct FilterArgument: Hashable, Sendable, Decodable {
    /// A field as `Field.init(_:)` reads it.
    public var field: String
    /// See `operators`.
    public var op: String
    /// What it is compared with; not needed for `exists` and `missing`.
    public var value: ArgumentValue?

    /// Every way to compare.
    public static let operators = [
        "=", "!=", "<", "<=", ">", ">=", "in", "not_in", "=~", "!~", "contains", "exists", "missing",
    ]

    /// Makes a condition.
    public init(field: String, op: String, value: ArgumentValue? = nil) {
        self.field = field
        self.op = op
        self.value = value
    }

    /// The condition as a predicate.
    ///
    /// - Throws: `TraceQLError` for an unknown operator, a missing value or one that does not fit the field.
    public func predicate() throws(TraceQLError) -> Predicate {
        let field = Field(field)
        switch op {
        case "exists": return .exists(field)
        case "missing": return .not(.exists(field))
        case "=", "in": return try equality(field)
        case "!=", "not_in": return .and([.exists(field), .not(try equality(field))])
        case "=~": return .matches(field, pattern: try RegularExpression.checked(scalar().text))
        case "!~":
            return .and([
                .exists(field), .not(.matches(field, pattern: try RegularExpression.checked(scalar().text))),
            ])
        case "contains": return .matches(field, pattern: RegularExpression.escaped(try scalar().text))
        default: return try ordering(field)
        }
    }

    private func scalar() throws(TraceQLError) -> ArgumentValue {
        guard let value, let first = value.scalars.first else {
            throw TraceQLError(.argument, "the filter on '\(field)' with '\(op)' needs a value")
        }
        return first
    }

    private func equality(_ field: Field) throws(TraceQLError) -> Predicate {
        guard let value, !value.scalars.isEmpty else { _ = try scalar(); return .all }
        var values: [AttributeValue] = []
        for scalar in value.scalars { values += try readings(of: scalar, field) }
        return values.count == 1 ? .compare(field, .equal, values[0]) : .isIn(field, values)
    }

    private func ordering(_ field: Field) throws(TraceQLError) -> Predicate {
        guard let comparator = Predicate.Comparator(rawValue: op) else {
            throw TraceQLError(
                .argument, "'\(op)' is not an operator",
                hint: "one of \(Self.operators.joined(separator: " "))")
        }
        let readings = try readings(of: scalar(), field)
        let value = readings.first { $0.number != nil } ?? readings[0]
        return .compare(field, comparator, value)
    }

    private func readings(of value: ArgumentValue, _ field: Field) throws(TraceQLError) -> [AttributeValue] {
        switch field {
        case .intrinsic(.duration): return [.integer(try nanoseconds(value))]
        case .intrinsic(.time): return [.integer(try time(value))]
        case .intrinsic(.severity):
            guard let number = value.readings.compactMap(\.number).first else {
                throw TraceQLError(.argument, "severity is a number from 1 to 24", hint: "17 and above are errors")
            }
            return [.integer(Int64(number))]
        case .intrinsic(.status), .intrinsic(.kind): return [.string(value.text.lowercased())]
        case .intrinsic, .build: return [.string(value.text)]
        case .attribute, .anyScope: return value.readings
        }
    }

    private func nanoseconds(_ value: ArgumentValue) throws(TraceQLError) -> Int64 {
        if let number = value.readings.compactMap(\.number).first { return Int64((number * 1e6).rounded()) }
        if let nanoseconds = DurationText.nanoseconds(value.text) { return nanoseconds }
        throw TraceQLError(
            .argument, "'\(value.text.prefix(40))' is not a duration", hint: "milliseconds, or text such as 1.5s")
    }

    private func time(_ value: ArgumentValue) throws(TraceQLError) -> Int64 {
        if case .integer(let nanoseconds) = value { return nanoseconds }
        if let time = Timestamp(iso8601: value.text) { return time.nanoseconds }
        throw TraceQLError(.argument, "'\(value.text.prefix(40))' is not a time in RFC 3339")
    }
}
