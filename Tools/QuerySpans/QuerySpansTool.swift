public import SpanSources
public import ToolKit
public import TraceQueries

/// Filters, groups and aggregates spans or event rows.
public struct QuerySpansTool: Tool {
    public typealias Input = SpanQueryArguments

    public let name: ToolName = "query_spans"
    public let words: ToolWords
    private let source: any SpanSource

    /// Makes the tool on a span source.
    public init(source: any SpanSource) {
        self.source = source
        words = ToolWords(embedded: PackageResources.query_spans_md)
    }

    public func run(_ input: SpanQueryArguments, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let masked = MaskedSpanSource(source: source, redactor: context.redactor)
        do {
            let plan = try input.plan(in: QueryScope(context))
            return await output(of: try await plan.run(on: masked), plan, masked)
        } catch {
            throw ToolFailure(error)
        }
    }

    private func output(
        of answer: QueryAnswer, _ plan: SpanQueryPlan, _ source: any SpanSource
    ) async -> ToolOutput {
        var notes = answer.notes
        if answer.omittedRows > 0 { notes.append("\(answer.omittedRows) more groups were cut by limit \(plan.limit)") }
        if answer.isApproximate { notes.append("percentiles are sketched, relative error at most 1 %") }
        if answer.matchedRows == 0, plan.newSince == nil {
            notes += await KnownValues(source: source).sentences(for: plan.filter, in: plan.dataset, plan.range)
        }
        return ToolOutput(
            summary: summary(of: answer, plan), sections: [.init(name: "rows", content: .table(ToolTable(answer)))],
            backend: source.backend, window: plan.range, isComplete: answer.omittedRows == 0, notes: notes)
    }

    private func summary(of answer: QueryAnswer, _ plan: SpanQueryPlan) -> String {
        let groups = plan.groups.map(\.column).joined(separator: ", ")
        if let since = plan.newSince {
            guard !answer.rows.isEmpty else {
                return "no \(groups) is new since \(since): none, or all seen before, window \(plan.range)"
            }
            return "\(answer.rows.count + answer.omittedRows) groups by \(groups) are new since \(since), "
                + "\(answer.scannedRows) \(plan.dataset.rawValue) scanned, window \(plan.range)"
        }
        guard answer.matchedRows > 0 else {
            return "0 rows of \(answer.scannedRows) scanned, window \(plan.range)"
        }
        let what = groups.isEmpty ? "" : " in \(answer.rows.count) groups by \(groups)"
        return
            "\(answer.matchedRows) \(plan.dataset.rawValue) of \(answer.scannedRows) scanned\(what), window \(plan.range)"
    }
}
