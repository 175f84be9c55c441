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
            let (left, right) = (CandidateCondition(left), CandidateCondition(right))
            switch operation.kind {
            case .or: self = .either(left, right)
            case .structural(_, .negated): self = right
            case .and, .structural: self = .both(left, right)
            }
        }
    }
}

/// Traces that may hold what a query looks for.
struct CandidateTraces {
    /// Newest first.
    var ids: [TraceID]
    /// Whether there were more than could be looked at.
    var isCut = false

    /// Most rows that one condition reads to find traces.
    static let rowLimit = 500_000

    /// Finds candidates in a range.
    static func find(
        _ condition: CandidateCondition, in range: TimeRange, on source: any SpanSource
    ) async throws(TraceQLError) -> CandidateTraces {
        switch condition {
        case .span(let predicate): return try await find(predicate, in: range, on: source)
        case .both(let left, let right):
            if left == right { return try await find(left, in: range, on: source) }
            let first = try await find(left, in: range, on: source)
            if first.ids.isEmpty || right == .span(.all) { return first }
            let second = try await find(right, in: range, on: source)
            let known = Set(second.ids)
            return CandidateTraces(ids: first.ids.filter(known.contains), isCut: first.isCut || second.isCut)
        case .either(let left, let right):
            let first = try await find(left, in: range, on: source)
            let second = try await find(right, in: range, on: source)
            let known = Set(first.ids)
            return CandidateTraces(
                ids: first.ids + second.ids.filter { !known.contains($0) }, isCut: first.isCut || second.isCut)
        }
    }

    private static func find(
        _ predicate: Predicate, in range: TimeRange, on source: any SpanSource
    ) async throws(TraceQLError) -> CandidateTraces {
        do {
            let spans = try await source.spans(
                RowSelection(range: range, filter: predicate, order: .newestFirst, limit: rowLimit))
            var seen: Set<TraceID> = []
            return CandidateTraces(
                ids: spans.traceIDs.filter { seen.insert($0).inserted }, isCut: spans.count >= rowLimit)
        } catch {
            throw TraceQLError(failureOf: error)
        }
    }
}
