import SpanSources
import Telemetry

/// What a trace has to hold for a query to find anything in it; columns tell, before whole traces are read.
indirect enum CandidateCondition: Equatable {
    /// A span that meets a predicate.
    case span(Predicate)
    case both(CandidateCondition, CandidateCondition)
    case either(CandidateCondition, CandidateCondition)

    /// The condition of a pipeline: later stages only take away.
    init(_ pipeline: SpansetPipeline) {
        self.init(pipeline.first)
        for case .spansets(let expression) in pipeline.stages { self = .both(self, CandidateCondition(expression)) }
    }

    init(_ expression: SpansetExpression) {
        switch expression {
        case .filter(let filter): self = .span(PredicatePushdown.superset(filter))
        case .pipeline(let pipeline): self.init(pipeline)
        case .operation(let operation, let left, let right, _):
            if let exact = StructuralPushdown.exact(expression) {
                self = .span(exact)
                return
            }
            let (left, right) = (CandidateCondition(left), CandidateCondition(right))
            switch operation.kind {
            case .or: self = .either(left, right)
            case .structural(_, .negated): self = right
            case .and, .structural: self = .both(left, right)
            }
        }
    }
}
