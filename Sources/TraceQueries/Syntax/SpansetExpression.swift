/// A query's way to spans: filters, combined over the structure of a trace.
indirect enum SpansetExpression: Equatable, Sendable {
    /// `{ ... }`; nil for `{}`.
    case filter(FieldExpression?)
    case operation(SpansetOperator, SpansetExpression, SpansetExpression, TraceQLError.Position)
    /// `( {...} | count() > 2 )` as a part of something larger.
    case pipeline(SpansetPipeline)
}

/// How two spansets of one trace combine. Unless it says otherwise, the right side's spans are the answer.
struct SpansetOperator: Hashable, Sendable {
    /// How the right span relates to the left one.
    enum Relation: Hashable, Sendable { case child, descendant, parent, ancestor, sibling }
    /// What is kept.
    enum Form: Hashable, Sendable {
        /// Right spans that have such a left span.
        case plain
        /// Right spans that have none.
        case negated
        /// Spans of both sides that have a partner.
        case union
    }

    /// `&&` and `||` have no relation.
    enum Kind: Hashable, Sendable {
        case and, or
        case structural(Relation, Form)
    }

    var kind: Kind

    /// The operator of a symbol; nil for other symbols.
    init?(_ symbol: Symbol) {
        switch symbol {
        case .and: kind = .and
        case .or: kind = .or
        case .greater: kind = .structural(.child, .plain)
        case .descendant: kind = .structural(.descendant, .plain)
        case .less: kind = .structural(.parent, .plain)
        case .ancestor: kind = .structural(.ancestor, .plain)
        case .sibling: kind = .structural(.sibling, .plain)
        case .notChild: kind = .structural(.child, .negated)
        case .notDescendant: kind = .structural(.descendant, .negated)
        case .notParent: kind = .structural(.parent, .negated)
        case .notAncestor: kind = .structural(.ancestor, .negated)
        case .notMatches: kind = .structural(.sibling, .negated)
        case .unionChild: kind = .structural(.child, .union)
        case .unionDescendant: kind = .structural(.descendant, .union)
        case .unionParent: kind = .structural(.parent, .union)
        case .unionAncestor: kind = .structural(.ancestor, .union)
        case .unionSibling: kind = .structural(.sibling, .union)
        default: return nil
        }
    }
}

/// Spansets through a row of stages.
struct SpansetPipeline: Equatable, Sendable {
    var first: SpansetExpression
    var stages: [PipelineStage]
}

/// What happens to the spansets of a trace between two pipes.
enum PipelineStage: Equatable, Sendable {
    case spansets(SpansetExpression)
    /// Splits each spanset by the values of expressions.
    case group([FieldExpression])
    /// Joins the spansets of a trace into one.
    case coalesce
    /// Adds columns to the answer.
    case select([FieldExpression])
    /// Keeps the spansets that meet a comparison of aggregates.
    case scalarFilter(ScalarExpression, FieldExpression.Binary, ScalarExpression)
}

/// A number made from one spanset.
indirect enum ScalarExpression: Equatable, Sendable {
    case literal(Literal, TraceQLError.Position)
    case aggregate(ScalarAggregate, FieldExpression?, TraceQLError.Position)
    case binary(FieldExpression.Binary, ScalarExpression, ScalarExpression)
}

/// Aggregates over the spans of a spanset.
enum ScalarAggregate: String, CaseIterable, Sendable {
    case count, avg, min, max, sum
}
