import Analysis
public import SpanSources
import Telemetry
public import ToolKit
import TraceQueries

/// Ranks what is different about some rows, over every attribute at once.
public struct CompareSpansTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var dataset: Dataset?
        var selection: Side
        /// The rest of the selection's window where it has a filter, else the window before.
        var baseline: Side?
        /// Fields that are known to follow from the selection.
        var exclude: [String]?
        var limit: Int?

        /// Rows on one side.
        struct Side: Decodable, Sendable {
            var filter: [FilterArgument]?
            var `where`: String?
            var from: String?
            var to: String?

            var names: Bool { filter?.isEmpty == false || self.where?.isEmpty == false }
        }
    }

    public let name: ToolName = "compare_spans"
    public let words: ToolWords
    private let source: any SpanSource

    /// Makes the tool on a span source.
    public init(source: any SpanSource) {
        self.source = source
        words = ToolWords(embedded: PackageResources.compare_spans_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let source = MaskedSpanSource(source: source, redactor: context.redactor)
        let request = try comparison(input, context)
        let counts: ComparisonCounts
        do { counts = try await source.compare(request) } catch { throw ToolFailure(error) }
        guard counts.selectionRows > 0, counts.baselineRows > 0 else {
            return await emptyOutput(counts, request, source)
        }
        let options = ComparisonOptions(
            excludedFields: excluded(input, request), limit: min(max(input.limit ?? 15, 1), 100))
        let answer = ComparisonAnswer(counts, try await differences(request, counts, options, source))
        return ToolOutput(
            summary: answer.summary, sections: [.init(name: "differences", content: .table(answer.table))],
            backend: source.backend, window: request.selection.range,
            notes: answer.notes + [
                "selection \(request.selection.range), baseline \(request.baseline.range)"
            ])
    }

    /// Single values and, where they tell the sides apart better, values that occur together.
    private func differences(
        _ request: Comparison, _ counts: ComparisonCounts, _ options: ComparisonOptions, _ source: any SpanSource
    ) async throws(ToolFailure) -> [AttributeDifference] {
        let singles = ComparisonScoring.rank(counts, options: options)
        do {
            return try await JointDifferences(request, counts, options: options).joined(singles) {
                (query) throws(SpanSourceError) in try await source.run(query)
            }
        } catch {
            throw ToolFailure(error)
        }
    }

    private func comparison(_ input: Input, _ context: ToolContext) throws(ToolFailure) -> Comparison {
        let scope = QueryScope(context)
        do {
            let selection = try rows(input.selection, scope)
            return Comparison(
                dataset: input.dataset ?? .spans, selection: selection,
                baseline: try baseline(input, of: selection, context))
        } catch {
            throw ToolFailure(error)
        }
    }

    private func baseline(
        _ input: Input, of selection: Comparison.RowSet, _ context: ToolContext
    ) throws(TraceQLError) -> Comparison.RowSet {
        if let side = input.baseline {
            var scope = QueryScope(context)
            scope.window = side.names ? selection.range : context.baseline
            return try rows(side, scope)
        }
        let scope = QueryScope(context)
        return input.selection.names
            ? .init(range: selection.range, filter: scope.environment.filter)
            : .init(range: context.baseline, filter: selection.filter)
    }

    private func rows(_ side: Input.Side, _ scope: QueryScope) throws(TraceQLError) -> Comparison.RowSet {
        let arguments = SpanQueryArguments(filter: side.filter, where: side.where)
        return .init(
            range: try scope.range(from: side.from, to: side.to), filter: try arguments.predicate(in: scope))
    }

    /// What defines a side explains nothing.
    private func excluded(_ input: Input, _ request: Comparison) -> Set<Field> {
        var fields = Set((input.exclude ?? []).map { Field($0) })
        fields.formUnion(KnownValues.fields(of: request.selection.filter))
        return fields.reduce(into: fields) { all, field in
            if case .anyScope(let key) = field {
                for scope in AttributeScope.allCases { all.insert(.attribute(AttributeName(scope, key))) }
            }
        }
    }

    private func emptyOutput(
        _ counts: ComparisonCounts, _ request: Comparison, _ source: any SpanSource
    ) async -> ToolOutput {
        let side = counts.selectionRows == 0 ? request.selection : request.baseline
        let name = counts.selectionRows == 0 ? "selection" : "baseline"
        return ToolOutput(
            summary: "nothing to compare: the \(name) has 0 rows, window \(side.range)", backend: source.backend,
            window: request.selection.range, isComplete: true,
            notes: ["selection \(counts.selectionRows) rows, baseline \(counts.baselineRows) rows"]
                + (await KnownValues(source: source).sentences(for: side.filter, in: request.dataset, side.range)))
    }
}
