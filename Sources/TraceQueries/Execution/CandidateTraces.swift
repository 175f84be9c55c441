import SpanSources
import Telemetry

/// Traces that may hold what a query looks for.
struct CandidateTraces {
    /// When each candidate's newest telling span started.
    private var times: [TraceID: Int64] = [:]
    /// Whether there were more than could be looked at.
    private(set) var isCut = false

    /// Most rows that one condition reads to find traces.
    static let rowLimit = 500_000

    /// The candidates, newest first.
    var ids: [TraceID] {
        times.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    var count: Int { times.count }
    var isEmpty: Bool { times.isEmpty }

    /// The row limits to search with, one after the other, until enough is found.
    ///
    /// The newest spans of one condition tell the newest traces, so that a search seldom needs all of them; traces that
    /// have to meet two conditions may have their spans far apart.
    static func rowLimits(_ condition: CandidateCondition) -> [Int] {
        if case .span = condition { [2_000, 30_000, rowLimit] } else { [rowLimit] }
    }

    /// Finds candidates in a range.
    static func find(
        _ condition: CandidateCondition, in range: TimeRange, on source: any SpanSource, rowLimit: Int = rowLimit
    ) async throws(TraceQLError) -> CandidateTraces {
        switch condition {
        case .span(let predicate): return try await find(predicate, in: range, on: source, rowLimit)
        case .both(let left, let right):
            var first = try await find(left, in: range, on: source)
            if first.isEmpty || right == left || right == .span(.all) { return first }
            let second = try await find(right, in: range, on: source)
            first.times = first.times.filter { second.times[$0.key] != nil }
            first.isCut = first.isCut || second.isCut
            return first
        case .either(let left, let right):
            var first = try await find(left, in: range, on: source)
            let second = try await find(right, in: range, on: source)
            first.times.merge(second.times, uniquingKeysWith: max)
            first.isCut = first.isCut || second.isCut
            return first
        }
    }

    private static func find(
        _ predicate: Predicate, in range: TimeRange, on source: any SpanSource, _ rowLimit: Int
    ) async throws(TraceQLError) -> CandidateTraces {
        do {
            let spans = try await source.spans(
                RowSelection(range: range, filter: predicate, order: .newestFirst, limit: rowLimit))
            var candidates = CandidateTraces()
            candidates.isCut = spans.count >= rowLimit
            for (row, id) in spans.traceIDs.enumerated() {
                candidates.times[id] = max(candidates.times[id] ?? .min, spans.startNanoseconds[row])
            }
            return candidates
        } catch {
            throw TraceQLError(failureOf: error)
        }
    }
}
