import SpanSources

/// Turns spansets into conditions on single spans, where a span's relatives decide and nothing of a spanset is asked.
enum StructuralPushdown {
    /// The condition that exactly the spans of the pipeline's spansets meet; nil where columns cannot tell.
    static func exact(_ pipeline: SpansetPipeline) -> Predicate? {
        guard var predicate = exact(pipeline.first) else { return nil }
        for stage in pipeline.stages {
            switch stage {
            case .spansets(.filter(let filter)):
                guard let filter = PredicatePushdown.exact(filter) else { return nil }
                predicate = predicate.and(filter)
            case .select: continue
            case .spansets, .group, .coalesce, .scalarFilter: return nil
            }
        }
        return predicate
    }

    /// Holds where the trace has such a span; every trace has one.
    private static func mate(_ condition: Predicate) -> Predicate {
        condition == .all ? .all : .hasRelative(.traceMate, condition)
    }

    /// Where the first part stands that columns cannot tell.
    static func obstacle(in expression: SpansetExpression) -> TraceQLError.Position? {
        switch expression {
        case .filter(let filter): return filter.flatMap(PredicatePushdown.obstacle)
        case .operation(_, let left, let right, _): return obstacle(in: left) ?? obstacle(in: right)
        case .pipeline(let pipeline): return obstacle(in: pipeline.first)
        }
    }

    static func exact(_ expression: SpansetExpression) -> Predicate? {
        switch expression {
        case .filter(let filter): return PredicatePushdown.exact(filter)
        case .pipeline(let pipeline): return exact(pipeline)
        case .operation(let operation, let left, let right, _):
            guard let left = exact(left), let right = exact(right) else { return nil }
            switch operation.kind {
            case .and:
                return .or([left, right]).and(mate(left)).and(mate(right))
            case .or: return .or([left, right])
            case .structural(let relation, .plain): return right.and(.hasRelative(relation.relative, left))
            case .structural(let relation, .negated): return right.and(.not(.hasRelative(relation.relative, left)))
            case .structural(let relation, .union):
                return .or([
                    right.and(.hasRelative(relation.relative, left)),
                    left.and(.hasRelative(relation.mirrored.relative, right)),
                ])
            }
        }
    }
}

extension SpansetOperator.Relation {
    /// What the left span is to the right one.
    var relative: Predicate.Relative {
        switch self {
        case .child: .parent
        case .descendant: .ancestor
        case .parent: .child
        case .ancestor: .descendant
        case .sibling: .sibling
        }
    }
}
