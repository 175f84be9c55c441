import SpanSources
import Telemetry

extension FieldExpression {
    /// The unit answers give it in: durations are milliseconds.
    var unit: String? {
        switch self {
        case .intrinsic(.duration, _), .intrinsic(.traceDuration, _), .intrinsic(.eventTimeSinceStart, _): "ms"
        default: nil
        }
    }

    /// Whether anyone outside can put words into its values.
    var isUntrusted: Bool {
        switch self {
        case .intrinsic(let intrinsic, _): intrinsic.field?.isUntrusted ?? (intrinsic.type == .string)
        default: PredicatePushdown.field(of: self)?.isUntrusted ?? true
        }
    }

    /// The expression as text, close to how it was written.
    var text: String {
        switch self {
        case .literal(let literal, _):
            if case .duration(let nanoseconds) = literal { return DurationText.text(nanoseconds: nanoseconds) }
            return literal.value?.description ?? "nil"
        case .attribute(let reference, _): return reference.description
        case .intrinsic(let intrinsic, _): return intrinsic.rawValue
        case .unary(let operation, let operand, _): return operation.rawValue + operand.text
        case .binary(let operation, let left, let right, _):
            return "(\(left.text) \(operation.rawValue) \(right.text))"
        }
    }
}

extension AnswerColumn {
    /// The column of an expression.
    init(_ expression: FieldExpression) {
        self.init(name: expression.text, unit: expression.unit, isUntrusted: expression.isUntrusted)
    }
}

extension SpansetPipeline {
    /// What `by()` splits by, unless a later `coalesce()` joins again.
    var groups: [FieldExpression] {
        var groups: [FieldExpression] = []
        for stage in stages {
            switch stage {
            case .group(let fields): groups += fields
            case .coalesce: groups = []
            case .spansets, .select, .scalarFilter: break
            }
        }
        return groups
    }

    /// What `select()` adds.
    var selected: [FieldExpression] {
        stages.flatMap { stage -> [FieldExpression] in if case .select(let fields) = stage { fields } else { [] } }
    }
}
