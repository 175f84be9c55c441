import SpanSources
import Telemetry

/// Some traces of each side of a comparison of builds, and where their latency went.
struct PathSample {
    let source: any SpanSource
    /// Newest traces of each side.
    static let size = 150

    init(_ source: any SpanSource) { self.source = source }

    /// The change of the critical path of the operation that matters most; nil where a side has no trace of it.
    func change(
        _ comparison: BuildComparison, _ before: BuildSide, _ after: BuildSide
    ) async throws(SpanSourceError) -> (root: Operation, change: CriticalPathChange)? {
        guard let root = Self.root(comparison) else { return nil }
        let (old, new) = (try await traces(of: root, before), try await traces(of: root, after))
        guard !old.isEmpty, !new.isEmpty else { return nil }
        let spans = try await source.spans(
            RowSelection(
                range: TimeRange(
                    start: min(before.range.start, after.range.start), end: max(before.range.end, after.range.end)),
                traces: old.union(new), limit: 40_000))
        let change = CriticalPathChange(of: root, spans, traces: new, baseline: old.subtracting(new))
        return change.traces > 0 && change.baselineTraces > 0 ? (root, change) : nil
    }

    private static func root(_ comparison: BuildComparison) -> Operation? {
        let both = comparison.operations.filter { ($0.before?.count ?? 0) > 0 && ($0.after?.count ?? 0) > 0 }
        let slower = both.filter { $0.verdict == .regressed && $0.moved.contains("latency") }
        let entries = both.filter { $0.operation.kind == .server || $0.operation.kind == .consumer }
        func busiest(_ changes: [OperationChange]) -> Operation? {
            changes.max { ($0.weight, $1.operation) < ($1.weight, $0.operation) }?.operation
        }
        return busiest(slower.filter { $0.operation.kind == .server }) ?? busiest(slower) ?? busiest(entries)
            ?? busiest(both)
    }

    private func traces(of root: Operation, _ side: BuildSide) async throws(SpanSourceError) -> Set<TraceID> {
        let rows = side.predicate.and(.named(root.name))
            .and(.compare(.intrinsic(.kind), .equal, .string(root.kind.word)))
        return Set(
            try await source.spans(RowSelection(range: side.range, filter: rows, limit: Self.size)).traceIDs)
    }
}
