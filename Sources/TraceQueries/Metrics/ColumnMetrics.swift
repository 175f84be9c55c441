import SpanSources
import Telemetry

/// A metrics query that a span source can answer from columns alone, in one aggregate query.
struct ColumnMetrics {
    private let metrics: MetricsQuery
    private let filter: Predicate
    private let groups: [Field]

    /// Most points one query reads.
    static let pointLimit = 200_000

    /// Nil where filter, groups or value take whole traces.
    init?(_ metrics: MetricsQuery) {
        guard let filter = StructuralPushdown.exact(metrics.query.pipeline) else { return nil }
        let groups = metrics.metrics.groups.compactMap(PredicatePushdown.field)
        guard groups.count == metrics.metrics.groups.count else { return nil }
        switch metrics.metrics.function {
        case .rate, .countOverTime: break
        case .aggregate(_, let field), .quantiles(let field, _), .histogram(let field):
            guard PredicatePushdown.field(of: field) != nil else { return nil }
        case .compare: return nil
        }
        self.metrics = metrics
        self.filter = filter
        self.groups = groups
    }

    func points(_ answer: inout QueryAnswer) async throws(TraceQLError) -> [SeriesPoint] {
        let table: ResultTable
        do { table = try await source.run(query) } catch { throw TraceQLError(failureOf: error) }
        answer.scannedRows += table.scannedRows
        answer.matchedRows += table.matchedRows
        answer.isApproximate = answer.isApproximate || table.isApproximate
        if table.omittedGroups > 0 {
            answer.notes.append("\(table.omittedGroups) points were not read: too many series")
        }
        let labels = metrics.metrics.groups.enumerated().map { index, group in
            AnswerCell.cells(of: table, groups[index].description, AnswerColumn(group))
        }
        return (0..<table.rowCount).flatMap { row in
            points(of: row, labels.map { $0[row] }, table)
        }
    }

    private var source: any SpanSource { metrics.source }

    private var query: SpanQuery {
        var groupings: [Grouping] = [.time(bucket: metrics.step)] + groups.map(Grouping.field)
        if case .histogram(let expression) = metrics.metrics.function,
            let field = PredicatePushdown.field(of: expression)
        {
            groupings.append(.logarithm(field, perOctave: 1))
        }
        return SpanQuery(
            range: metrics.range, filter: filter, groups: groupings, aggregates: aggregates, limit: Self.pointLimit)
    }

    private var aggregates: [Aggregate] {
        switch metrics.metrics.function {
        case .rate, .countOverTime, .histogram, .compare: return [.count]
        case .quantiles(let expression, let quantiles):
            let field = PredicatePushdown.field(of: expression) ?? .intrinsic(.duration)
            return quantiles.map { .quantile(field, $0) }
        case .aggregate(let aggregate, let expression):
            let field = PredicatePushdown.field(of: expression) ?? .intrinsic(.duration)
            switch aggregate {
            case .count: return [.count]
            case .avg: return [.average(field)]
            case .min: return [.minimum(field)]
            case .max: return [.maximum(field)]
            case .sum: return [.sum(field)]
            }
        }
    }

    private func points(of row: Int, _ labels: [AnswerCell], _ table: ResultTable) -> [SeriesPoint] {
        guard let time = table.number("time", row: row) else { return [] }
        func value(_ index: Int) -> Double? { table.number(aggregates[index].column, row: row) }
        func point(_ labels: [AnswerCell], _ value: Double?) -> [SeriesPoint] {
            value.map { [SeriesPoint(time: Int64(time), labels: labels, value: $0)] } ?? []
        }
        switch metrics.metrics.function {
        case .rate: return point(labels, value(0).map { $0 / metrics.step.inSeconds })
        case .countOverTime, .aggregate, .compare: return point(labels, value(0))
        case .quantiles(_, let quantiles):
            return quantiles.indices.flatMap { point(labels + [.number(quantiles[$0])], value($0)) }
        case .histogram(let field):
            guard let bound = table.number(query.groups[query.groups.count - 1].column, row: row) else { return [] }
            return point(labels + [AnswerCell(bound, in: field.unit)], value(0))
        }
    }
}
