public import SpanSources
public import Telemetry

/// The queries a comparison of builds rests on, and how their answers are read.
public enum BuildQueries {
    /// Every build that sent spans in a range: service, build, revision, first and last span, spans, failures.
    public static func builds(range: TimeRange, filter: Predicate) -> SpanQuery {
        SpanQuery(
            range: range, filter: filter,
            groups: [
                .field(.intrinsic(.service)), .field(.build), .field(.anyScope(BuildIdentity.revisionKey)),
            ],
            aggregates: [
                .count, .countWhere(FailedSpans.predicate, named: "errors"), .minimum(.intrinsic(.time)),
                .maximum(.intrinsic(.time)),
            ], limit: 2000)
    }

    /// Spans, failures and traces per operation.
    static func operations(_ side: BuildSide) -> SpanQuery {
        SpanQuery(
            range: side.range, filter: side.predicate, groups: operationGroups,
            aggregates: [
                .count, .countWhere(FailedSpans.predicate, named: "errors"), .distinct(.intrinsic(.traceID)),
            ], order: .init(column: "count"), limit: operationLimit)
    }

    /// Spans per operation and duration bucket.
    static func latencies(_ side: BuildSide) -> SpanQuery {
        SpanQuery(
            range: side.range, filter: side.predicate,
            groups: operationGroups
                + [.logarithm(.intrinsic(.duration), perOctave: LatencyDistribution.perOctave)],
            aggregates: [.count], limit: 200_000)
    }

    /// How often something occurs: callers' peers, exception types, statements.
    static func frequencies(of field: Field, dataset: Dataset = .spans, _ side: BuildSide) -> SpanQuery {
        SpanQuery(
            dataset: dataset, range: side.range, filter: side.predicate.and(.exists(field)), groups: [.field(field)],
            aggregates: [.count, .distinct(.intrinsic(.traceID))], order: .init(column: "count"), limit: 1000)
    }

    /// Operations past this many are cut, the busiest kept.
    static let operationLimit = 500

    private static let operationGroups: [Grouping] = [.field(.intrinsic(.name)), .field(.intrinsic(.kind))]

    /// Joins the answers of `operations` and `latencies`.
    static func measures(
        service: String, operations: ResultTable, latencies: ResultTable
    ) -> [Operation: OperationMeasure] {
        var buckets: [Operation: [LatencyDistribution.Bucket]] = [:]
        for row in 0..<latencies.rowCount {
            guard let bound = latencies.number("duration_bucket", row: row),
                let count = latencies.number("count", row: row)
            else { continue }
            buckets[operation(service, latencies, row), default: []].append(.init(nanoseconds: bound, count: count))
        }
        var measures: [Operation: OperationMeasure] = [:]
        for row in 0..<operations.rowCount {
            let key = operation(service, operations, row)
            measures[key] = OperationMeasure(
                count: operations.number("count", row: row) ?? 0, errors: operations.number("errors", row: row) ?? 0,
                traces: operations.number("distinct(traceID)", row: row) ?? 0,
                latency: LatencyDistribution(buckets[key] ?? []))
        }
        return measures
    }

    private static func operation(_ service: String, _ table: ResultTable, _ row: Int) -> Operation {
        let word = table.text("kind", row: row)
        return Operation(
            service: service, name: table.text("name", row: row) ?? "",
            kind: SpanKind.allCases.first { $0.word == word } ?? .unspecified)
    }
}
