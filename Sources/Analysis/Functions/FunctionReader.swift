public import SourceHistory
public import SpanSources
public import Telemetry

/// Reads what a function does in production from a span source that is handed in.
public struct FunctionReader: Sendable {
    let source: any SpanSource
    /// Newest spans, and newest failed spans, on which callers and exceptions are counted.
    static let sampleSize = 150

    /// Reads from a source.
    public init(_ source: any SpanSource) { self.source = source }

    /// What the function does.
    ///
    /// - Parameters:
    ///   - function: with its text at the revision that matters.
    ///   - services: `service.name`s built from its repository; empty for all.
    public func activity(
        of function: ChangedFunction, services: [String] = [], in range: TimeRange, filter: Predicate = .all
    ) async throws(SpanSourceError) -> FunctionActivity {
        let scope = services.isEmpty ? filter : filter.and(.isIn(.intrinsic(.service), services.map { .string($0) }))
        do {
            return try await gather(function, scope, range)
        } catch let error as SpanSourceError {
            throw error
        } catch {
            throw SpanSourceError(.cancelled, "reading what a function does ended: \(error)")
        }
    }

    /// Runs what does not depend on one another side by side.
    private func gather(
        _ function: ChangedFunction, _ scope: Predicate, _ range: TimeRange
    ) async throws -> FunctionActivity {
        let clues = FunctionClues(function)
        async let stacks = stackSightings(clues.name, scope, range)
        let named = try await sightings(clues.predicate, scope, range)
        let thrown = try await stacks.map { CodeSighting(operation: $0.key, frames: $0.value) }
        let links = OperationMapping(function).links(named + thrown)
        guard !links.isEmpty else { return try await blind(scope, range) }
        let rows = scope.and(Self.rows(of: links, clues))
        async let sampled = FunctionSample(source, rows: rows, range: range, size: Self.sampleSize)
        async let flagLines = flags(rows, range)
        let lines = try await builds(rows, range)
        let sample = try await sampled
        return FunctionActivity(
            links: links, builds: lines.builds, callers: sample.callers,
            exceptions: sample.exceptions(naming: function), flags: try await flagLines,
            sampledSpans: sample.spanCount, hasSketchedQuantiles: lines.isApproximate, blindness: nil)
    }

    private func blind(_ scope: Predicate, _ range: TimeRange) async throws(SpanSourceError) -> FunctionActivity {
        let table = try await source.run(SpanQuery(range: range, filter: scope, aggregates: [.count]))
        let spans = table.number("count", row: 0) ?? 0
        return FunctionActivity(
            links: [], builds: [], callers: [], exceptions: [], flags: [], sampledSpans: 0,
            hasSketchedQuantiles: false, blindness: spans > 0 ? .noInstrumentation(spans: spans) : .noTraffic)
    }

    private func sightings(
        _ clues: Predicate, _ scope: Predicate, _ range: TimeRange
    ) async throws(SpanSourceError) -> [CodeSighting] {
        let table = try await source.run(
            SpanQuery(
                range: range, filter: scope.and(clues),
                groups: Self.operation
                    + ["code.file.path", "code.function.name", "http.route"].map { .field(.anyScope($0)) },
                aggregates: [.count], order: .init(column: "count"), limit: 500))
        return (0..<table.rowCount).map { row in
            CodeSighting(
                operation: Operation(table, row: row), file: table.text("code.file.path", row: row),
                function: table.text("code.function.name", row: row), route: table.text("http.route", row: row))
        }
    }

    /// Operations whose recorded exceptions went through a function of that name, with their frames.
    private func stackSightings(
        _ name: String, _ scope: Predicate, _ range: TimeRange
    ) async throws(SpanSourceError) -> [Operation: [StackFrame]] {
        let field = Field.anyScope("exception.stacktrace")
        let events = try await source.events(
            RowSelection(
                range: range, filter: scope.and(.matches(field, pattern: "\\b\(name)\\b")),
                attributes: .keys(["exception.stacktrace"]), limit: 50))
        guard events.count > 0 else { return [:] }
        let spans = try await source.spans(
            RowSelection(range: range, filter: scope, traces: Set(events.traceIDs), limit: 5000))
        let operations = Dictionary(
            (0..<spans.count).map { (spans.spanIDs[$0], Operation(spans, row: $0)) }, uniquingKeysWith: { $1 })
        var found: [Operation: [StackFrame]] = [:]
        for row in 0..<events.count {
            guard let operation = operations[events.spanIDs[row]],
                let text = events.value(ofKey: "exception.stacktrace", row: row)?.description
            else { continue }
            for frame in StackTrace(parsing: text, limit: 60).frames where found[operation]?.contains(frame) != true {
                found[operation, default: []].append(frame)
            }
        }
        return found
    }

    /// The rows of the linked operations; of those known by `code.*` only the ones that name the function.
    private static func rows(of links: [HunkAccounting.Link], _ clues: FunctionClues) -> Predicate {
        .or(
            links.map { link in
                let rows = Predicate.service(link.operation.service).and(.named(link.operation.name))
                    .and(.compare(.intrinsic(.kind), .equal, .string(link.operation.kind.word)))
                return link.means == "code.* attributes" ? rows.and(clues.codeName) : rows
            })
    }

    private func builds(
        _ rows: Predicate, _ range: TimeRange
    ) async throws(SpanSourceError) -> (builds: [FunctionActivity.BuildLine], isApproximate: Bool) {
        let duration = Field.intrinsic(.duration)
        let quantiles = [0.5, 0.95, 0.99].map { Aggregate.quantile(duration, $0) }
        var query = SpanQuery(
            range: range, filter: rows, groups: Self.operation + [.field(.build)],
            aggregates: [
                .count, .countWhere(FailedSpans.predicate, named: "errors"), .minimum(.intrinsic(.time)),
                .maximum(.intrinsic(.time)),
            ] + quantiles, limit: 200)
        query.sketchesQuantiles = true
        let table = try await source.run(query)
        let lines = (0..<table.rowCount).map { row in
            func number(_ column: String) -> Double { table.number(column, row: row) ?? 0 }
            return FunctionActivity.BuildLine(
                operation: Operation(table, row: row), build: table.text("build", row: row), calls: number("count"),
                errors: number("errors"), p50: number(quantiles[0].column), p95: number(quantiles[1].column),
                p99: number(quantiles[2].column), firstSeen: table.time("min(time)", row: row),
                lastSeen: table.time("max(time)", row: row))
        }
        return (
            lines.sorted { ($1.firstSeen, $0.operation) < ($0.firstSeen, $1.operation) }, table.isApproximate
        )
    }

    private func flags(
        _ rows: Predicate, _ range: TimeRange
    ) async throws(SpanSourceError) -> [FunctionActivity.FlagLine] {
        let (key, variant) = (Field.anyScope("feature_flag.key"), Field.anyScope("feature_flag.result.variant"))
        let p95 = Aggregate.quantile(.intrinsic(.duration), 0.95)
        var query = SpanQuery(
            range: range, filter: rows.and(.exists(key)), groups: [.field(key), .field(variant)],
            aggregates: [.count, .countWhere(FailedSpans.predicate, named: "errors"), p95],
            order: .init(column: "count"), limit: 40)
        query.sketchesQuantiles = true
        let table = try await source.run(query)
        return (0..<table.rowCount).compactMap { row in
            table.text(key.description, row: row).map { flag in
                FunctionActivity.FlagLine(
                    flag: flag, variant: table.text(variant.description, row: row),
                    calls: table.number("count", row: row) ?? 0, errors: table.number("errors", row: row) ?? 0,
                    p95: table.number(p95.column, row: row) ?? 0)
            }
        }
    }

    private static let operation: [Grouping] = [
        .field(.intrinsic(.service)), .field(.intrinsic(.name)), .field(.intrinsic(.kind)),
    ]
}
