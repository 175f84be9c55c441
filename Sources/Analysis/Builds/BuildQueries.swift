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

    /// Spans and failures per operation and duration bucket.
    static func operations(_ side: BuildSide) -> SpanQuery {
        SpanQuery(
            range: side.range, filter: side.predicate,
            groups: operationGroups
                + [.logarithm(.intrinsic(.duration), perOctave: LatencyDistribution.perOctave)],
            aggregates: [.count, .countWhere(FailedSpans.predicate, named: "errors")],
            order: .init(column: "count"), limit: 200_000)
    }

    /// Spans and traces per operation.
    static func traces(_ side: BuildSide) -> SpanQuery {
        SpanQuery(
            range: side.range, filter: side.predicate, groups: operationGroups,
            aggregates: [.count, .distinct(.intrinsic(.traceID))], order: .init(column: "count"),
            limit: operationLimit)
    }

    /// How often something occurs: callers' peers, exception types, statements.
    ///
    /// - Parameter withTraces: whether to count the traces it occurs in as well.
    static func frequencies(of field: Field, dataset: Dataset, _ side: BuildSide, withTraces: Bool) -> SpanQuery {
        SpanQuery(
            dataset: dataset, range: side.range, filter: side.predicate.and(.exists(field)), groups: [.field(field)],
            aggregates: [.count] + (withTraces ? [.distinct(.intrinsic(.traceID))] : []),
            order: .init(column: "count"), limit: 1000)
    }

    /// What code spans name, per operation.
    static func sightings(_ side: BuildSide) -> SpanQuery {
        SpanQuery(
            range: side.range, filter: side.predicate,
            groups: operationGroups
                + ["code.file.path", "code.function.name", "http.route"].map { .field(.anyScope($0)) },
            aggregates: [.count], order: .init(column: "count"), limit: 1000)
    }

    /// Operations past this many are cut, the busiest kept.
    static let operationLimit = 500

    private static let operationGroups: [Grouping] = [.field(.intrinsic(.name)), .field(.intrinsic(.kind))]

    /// Reads the answer of `operations`; traces are left for `traces` to fill in.
    static func measures(service: String, _ part: SideReading.Part) -> [Operation: OperationMeasure] {
        var sums: [Operation: (count: Double, errors: Double, buckets: [LatencyDistribution.Bucket])] = [:]
        for row in part.rows {
            let count = part.table.number("count", row: row) ?? 0
            let key = operation(service, part.table, row)
            sums[key, default: (0, 0, [])].count += count
            sums[key, default: (0, 0, [])].errors += part.table.number("errors", row: row) ?? 0
            guard let bound = part.table.number("duration_bucket", row: row) else { continue }
            sums[key, default: (0, 0, [])].buckets.append(.init(nanoseconds: bound, count: count))
        }
        let busiest = sums.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(operationLimit)
        return Dictionary(
            busiest.map { key, sum in
                (
                    key,
                    OperationMeasure(
                        count: sum.count, errors: sum.errors, traces: 0, latency: LatencyDistribution(sum.buckets))
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The operation of a row of a table that groups by name and kind.
    static func operation(_ service: String, _ table: ResultTable, _ row: Int) -> Operation {
        let word = table.text("kind", row: row)
        return Operation(
            service: service, name: table.text("name", row: row) ?? "",
            kind: SpanKind.allCases.first { $0.word == word } ?? .unspecified)
    }
}
