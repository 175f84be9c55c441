import Analysis
import SpanSources
import Telemetry
import TraceQueries

/// The investigation queries of the benchmark; `peers.py` holds the same in SQL.
struct QuerySuite {
    let source: any SpanSource
    let generator: SpanGenerator

    typealias Rows = [[Answer.Cell]]
    /// What a query found, made comparable with the peers' answers only when it is called: that is not on the clock,
    /// just as reading the peers' result tables is not.
    typealias Found = () -> Rows
    typealias Query = (name: String, run: () async throws -> Found)

    static let service = "service-3"
    static let operation = "DELETE /api/v1/resource-3"
    private var whole: TimeRange {
        TimeRange(
            start: Timestamp(nanoseconds: SpanGenerator.start),
            end: Timestamp(nanoseconds: SpanGenerator.start + SpanGenerator.length + 60_000_000_000))
    }
    /// Five minutes in the middle of the second half.
    private var window: TimeRange {
        let start = Timestamp(nanoseconds: SpanGenerator.start + SpanGenerator.length / 4 * 3)
        return TimeRange(start: start, end: start + .seconds(300))
    }

    /// Name and code of every query, in the order of the table.
    var queries: [Query] {
        [
            ("service overview", overview), ("error rate by operation over time", errorRate),
            ("percentiles by build", percentilesByBuild), ("heat map", heatMap), ("top users by errors", topUsers),
            ("distinct users affected", distinctUsers), ("trace by id", traceByID), ("attribute equal", attributeEqual),
            ("attribute regex", attributeRegex), ("children of a span name", children), ("new values", newValues),
            ("critical-path sums", criticalPath), ("compare all, 1 %", { try await compare(below: 1) }),
            ("compare all, 20 %", { try await compare(below: 13) }),
        ]
    }

    private func rows(_ query: SpanQuery, _ columns: [String]) async throws -> Found {
        let table = try await source.run(query)
        return {
            (0..<table.rowCount).map { row in
                columns.map { column in
                    table.number(column, row: row).map(Answer.Cell.number) ?? .text(table.text(column, row: row) ?? "")
                }
            }
        }
    }

    private var percentiles: [Aggregate] {
        [0.5, 0.95, 0.99].map { .quantile(.intrinsic(.duration), $0) }
    }

    private func overview() async throws -> Found {
        try await rows(
            SpanQuery(
                range: whole, groups: [.field(.intrinsic(.service))],
                aggregates: [.count, .countWhere(.isError, named: "errors")] + percentiles),
            ["service", "count", "errors"] + percentiles.map(\.column))
    }

    private func errorRate() async throws -> Found {
        try await rows(
            SpanQuery(
                range: whole, filter: .service(Self.service),
                groups: [.field(.intrinsic(.name)), .time(bucket: .seconds(60))],
                aggregates: [.count, .countWhere(.isError, named: "errors")], limit: 100_000),
            ["name", "time", "count", "errors"])
    }

    private func percentilesByBuild() async throws -> Found {
        let version = Field.attribute(AttributeName(.resource, "service.version"))
        return try await rows(
            SpanQuery(
                range: whole, filter: .service(Self.service).and(.named(Self.operation)), groups: [.field(version)],
                aggregates: [.count] + percentiles),
            [version.description, "count"] + percentiles.map(\.column))
    }

    private func heatMap() async throws -> Found {
        let bucket = Grouping.logarithm(.intrinsic(.duration), perOctave: 1)
        return try await rows(
            SpanQuery(
                range: whole, filter: .service(Self.service), groups: [.time(bucket: .seconds(60)), bucket],
                aggregates: [.count], limit: 100_000),
            ["time", bucket.column, "count"])
    }

    private func topUsers() async throws -> Found {
        let user = Field.attribute(AttributeName(.span, "user.id"))
        return try await rows(
            SpanQuery(
                range: whole, filter: .isError, groups: [.field(user)], aggregates: [.count],
                order: .init(column: "count"), limit: 20),
            [user.description, "count"])
    }

    private func distinctUsers() async throws -> Found {
        let users = Aggregate.distinct(.attribute(AttributeName(.span, "user.id")))
        return try await rows(SpanQuery(range: whole, filter: .isError, aggregates: [users]), [users.column])
    }

    /// Twenty traces spread over the hour; the time is that of all of them divided by twenty.
    private func traceByID() async throws -> Found {
        var traces: [SpanBatch] = []
        for step in 0..<20 {
            let first = generator.trace(generator.traces / 20 * step)[0]
            traces.append(try await source.trace(TraceID(high: first.traceHigh, low: first.traceLow)).spans)
        }
        let found = traces
        return {
            found.flatMap { spans in
                (0..<spans.count).map { [.text(spans.spanIDs[$0].description), .text(spans.names[$0])] }
            }
        }
    }

    private func attributeEqual() async throws -> Found {
        let filter = Predicate.compare(.attribute(AttributeName(.span, "tenant.id")), .equal, .string("tenant-77"))
        let spans = try await source.spans(
            RowSelection(range: whole, filter: filter, attributes: .keys(["user.id", "http.route"]), limit: 100))
        return {
            (0..<spans.count).map { row in
                [
                    .text(spans.spanIDs[row].description),
                    .text(spans.value(AttributeName(.span, "user.id"), row: row)?.description ?? ""),
                    .text(spans.value(AttributeName(.span, "http.route"), row: row)?.description ?? ""),
                ]
            }
        }
    }

    private func attributeRegex() async throws -> Found {
        let filter = Predicate.matches(.attribute(AttributeName(.span, "user.id")), pattern: "^user-1[0-9]*7$")
        return try await rows(SpanQuery(range: whole, filter: filter, aggregates: [.count]), ["count"])
    }

    private func children() async throws -> Found {
        let answer = try await TraceQL.run(
            "{ name = `backend operation 2` } > { } | count_over_time() by(name)", on: source, range: window,
            step: .seconds(3600))
        return { answer.rows.map { [.text($0[1].text), .number($0[2].number ?? 0)] } }
    }

    /// Users first seen in the last six minutes.
    private func newValues() async throws -> Found {
        let user = Field.attribute(AttributeName(.span, "user.id"))
        let first = Aggregate.minimum(.intrinsic(.time))
        let since = Timestamp(nanoseconds: SpanGenerator.start + SpanGenerator.length / 10 * 9)
        let query = SpanQuery(
            range: whole, groups: [.field(user)], aggregates: [first], newSince: since, limit: 100_000)
        return try await rows(query, [user.description])
    }

    /// Per service, the milliseconds its spans alone decided the latency of one operation's requests.
    private func criticalPath() async throws -> Found {
        let filter = Predicate.named("GET /api/v1/resource-0").and(.service("gateway"))
        let roots = try await source.spans(RowSelection(range: window, filter: filter, order: .unordered, limit: .max))
        let spans = try await source.spans(
            RowSelection(
                range: TimeRange(start: window.start, end: window.end + .seconds(60)), traces: Set(roots.traceIDs),
                order: .unordered, limit: .max))
        let found = await CriticalPath.sums(
            of: spans, by: spans.services.codes, count: spans.services.dictionary.count, workers: 2)
        return {
            zip(spans.services.dictionary, found).filter { $0.1 > 0 }.map { [.text($0.0), .number(Double($0.1))] }
        }
    }

    private func compare(below shard: Int64) async throws -> Found {
        let filter = Predicate.compare(.attribute(AttributeName(.span, "shard.id")), .less, .integer(shard))
        let counts = try await source.compare(
            Comparison(selection: .init(range: whole, filter: filter), baseline: .init(range: whole)))
        return {
            counts.attributes.flatMap { attribute in
                attribute.values.map { value -> [Answer.Cell] in
                    [
                        .text(attribute.field.description), .text(value.value.description),
                        .number(Double(value.selection)), .number(Double(value.baseline)),
                    ]
                }
            }
        }
    }
}
