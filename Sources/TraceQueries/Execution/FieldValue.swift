import SpanSources
import Telemetry

/// What an expression comes to on one span.
enum FieldValue: Hashable {
    case none
    case string(String)
    case number(Double)
    case boolean(Bool)
    /// An array, as JSON text, and what stands in it.
    case list(String, [FieldValue])

    init(_ value: AttributeValue?) {
        switch value {
        case nil: self = .none
        case .string(let text): self = .string(text)
        case .composite(let text):
            let elements = value?.elements ?? []
            self = elements.isEmpty ? .string(text) : .list(text, elements.map { FieldValue($0) })
        case .integer(let number): self = .number(Double(number))
        case .double(let number): self = .number(number)
        case .boolean(let flag): self = .boolean(flag)
        }
    }

    init(_ literal: Literal) { self.init(literal.value) }

    /// The value as a number, where it is one.
    var number: Double? { if case .number(let number) = self { number } else { nil } }

    /// The texts that a pattern is held against; none where the value is missing.
    var texts: [String] {
        switch self {
        case .none: []
        case .string(let text): [text]
        case .number(let number): [AttributeValue.double(number).patternText]
        case .boolean(let flag): [String(flag)]
        case .list(let text, let elements): [text] + elements.flatMap(\.texts)
        }
    }

    /// Whether the value is the boolean true.
    var isTrue: Bool { self == .boolean(true) }

    /// The value as a cell of an answer, durations in milliseconds.
    func cell(unit: String?) -> AnswerCell {
        switch self {
        case .none: .null
        case .string(let text), .list(let text, _): .text(text)
        case .boolean(let flag): .boolean(flag)
        case .number(let number): AnswerCell(number, in: unit)
        }
    }

    /// Whether a comparison holds; with a missing side none does. A list meets it as its text or by one of its elements.
    static func compare(_ left: FieldValue, _ operation: FieldExpression.Binary, _ right: FieldValue) -> Bool {
        switch (left, right) {
        case (.none, _), (_, .none): return false
        case (.list, _) where operation == .notEqual, (_, .list) where operation == .notEqual:
            return !compare(left, .equal, right)
        case (.list(let text, let elements), _):
            return elements.contains { compare($0, operation, right) }
                || operation == .equal && compare(.string(text), operation, right)
        case (_, .list(let text, let elements)):
            return elements.contains { compare(left, operation, $0) }
                || operation == .equal && compare(left, operation, .string(text))
        case (.number(let left), .number(let right)): return Constant.compare(operation, left, right)
        case (.string(let left), .string(let right)): return compareText(left, operation, right)
        case (.boolean(let left), .boolean(let right)):
            return operation == .equal ? left == right : operation == .notEqual && left != right
        default: return operation == .notEqual
        }
    }

    private static func compareText(_ left: String, _ operation: FieldExpression.Binary, _ right: String) -> Bool {
        switch operation {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: false
        }
    }
}
