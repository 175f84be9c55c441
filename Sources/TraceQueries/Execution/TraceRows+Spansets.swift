import Telemetry

extension TraceRows {
    /// What a pipeline leaves of a spanset.
    func run(_ pipeline: SpansetPipeline, on input: Spanset) -> [Spanset] {
        var spansets = evaluate(pipeline.first, on: input)
        for stage in pipeline.stages where !spansets.isEmpty { spansets = apply(stage, to: spansets) }
        return spansets
    }

    private func apply(_ stage: PipelineStage, to spansets: [Spanset]) -> [Spanset] {
        switch stage {
        case .select: return spansets
        case .spansets(let expression): return spansets.flatMap { evaluate(expression, on: $0) }
        case .coalesce: return [Spanset(rows: Set(spansets.flatMap(\.rows)).sorted())]
        case .group(let fields): return spansets.flatMap { split($0, by: fields) }
        case .scalarFilter(let left, let comparison, let right):
            return spansets.filter { spanset in
                guard let left = number(left, of: spanset), let right = number(right, of: spanset) else { return false }
                return Constant.compare(comparison, left, right)
            }
        }
    }

    private func evaluate(_ expression: SpansetExpression, on input: Spanset) -> [Spanset] {
        switch expression {
        case .pipeline(let pipeline): return run(pipeline, on: input)
        case .filter(let filter):
            var output = input
            if let filter { output.rows = input.rows.filter { meets(filter, row: $0) } }
            return output.rows.isEmpty ? [] : [output]
        case .operation(let operation, let left, let right, _):
            let left = Set(evaluate(left, on: input).flatMap(\.rows))
            let right = Set(evaluate(right, on: input).flatMap(\.rows))
            let rows = StructuralJoin(forest: forest).rows(operation, left, right)
            return rows.isEmpty ? [] : [Spanset(rows: rows.sorted(), groups: input.groups)]
        }
    }

    private func split(_ spanset: Spanset, by fields: [FieldExpression]) -> [Spanset] {
        var order: [[FieldValue]] = []
        var parts: [[FieldValue]: [Int]] = [:]
        for row in spanset.rows {
            let key = fields.map { value(of: $0, row: row) }
            if parts[key] == nil { order.append(key) }
            parts[key, default: []].append(row)
        }
        return order.map { Spanset(rows: parts[$0] ?? [], groups: spanset.groups + $0) }
    }

    // MARK: Numbers of a spanset

    private func number(_ scalar: ScalarExpression, of spanset: Spanset) -> Double? {
        switch scalar {
        case .literal(let literal, _): return literal.number
        case .binary(let operation, let left, let right):
            guard let left = number(left, of: spanset), let right = number(right, of: spanset) else { return nil }
            return Constant.apply(operation, left, right)
        case .aggregate(.count, _, _): return Double(spanset.rows.count)
        case .aggregate(let aggregate, let field, _):
            guard let field else { return nil }
            let numbers = spanset.rows.compactMap { value(of: field, row: $0).number }
            return aggregate.value(of: numbers)
        }
    }
}

extension ScalarAggregate {
    /// The aggregate of numbers; nil where there are none.
    func value(of numbers: [Double]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        switch self {
        case .count: return Double(numbers.count)
        case .sum: return numbers.reduce(0, +)
        case .avg: return numbers.reduce(0, +) / Double(numbers.count)
        case .min: return numbers.min()
        case .max: return numbers.max()
        }
    }
}
