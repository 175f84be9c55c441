import SpanSources
import Telemetry

/// Runs a query without metrics: finds spansets, newest trace first.
struct TraceSearch {
    let query: SpansetQuery
    let source: any SpanSource
    let range: TimeRange
    /// Most traces in the answer.
    let limit: Int

    /// Most spans shown per spanset; the column `matched` says how many there are.
    static let spansPerSpanset = 10

    func run() async throws(TraceQLError) -> QueryAnswer {
        var answer = QueryAnswer(columns: columns, rows: [], window: range)
        var progress = Progress()
        let condition = CandidateCondition(query.pipeline)
        for rowLimit in CandidateTraces.rowLimits(condition) {
            let candidates = try await CandidateTraces.find(condition, in: range, on: source, rowLimit: rowLimit)
            try await look(at: candidates.ids, &progress, &answer)
            answer.notes = notes(progress, of: candidates)
            if progress.found >= limit || !candidates.isCut { break }
        }
        return answer
    }

    /// Which traces were looked at, and how many of them are in the answer.
    private struct Progress {
        var looked: Set<TraceID> = []
        var found = 0
    }

    /// Looks at the traces that were not looked at yet until the answer is full.
    private func look(
        at ids: [TraceID], _ progress: inout Progress, _ answer: inout QueryAnswer
    ) async throws(TraceQLError) {
        let reader = TraceReader(source: source, range: range, query: query)
        var rest = ids.filter { !progress.looked.contains($0) }[...]
        while !rest.isEmpty, progress.found < limit {
            // Most candidates are found, so there is no use in many more than are missing.
            let chunk = rest.prefix(min(TraceReader.chunk, max(16, limit - progress.found)))
            rest = rest.dropFirst(chunk.count)
            let traces = try await reader.read(chunk)
            for id in chunk where progress.found < limit {
                progress.looked.insert(id)
                let spansets = spansets(of: id, in: traces)
                if spansets.isEmpty { continue }
                progress.found += 1
                for spanset in spansets { append(spanset, of: traces, to: &answer) }
            }
            answer.scannedRows += traces.spans.count
        }
    }

    /// The spansets of a trace that have a span inside the range.
    private func spansets(of id: TraceID, in traces: TraceRows) -> [Spanset] {
        traces.run(query.pipeline, on: Spanset(rows: traces.rowsOfTrace[id] ?? [])).filter { spanset in
            spanset.rows.contains { range.contains(Timestamp(nanoseconds: traces.spans.startNanoseconds[$0])) }
        }
    }

    private func notes(_ progress: Progress, of candidates: CandidateTraces) -> [String] {
        let looked = progress.looked.count
        let atLeast = candidates.isCut ? "at least " : ""
        var notes = [
            "\(progress.found) traces found in \(looked) looked at, of \(atLeast)\(candidates.count) candidates; "
                + "newest first"
        ]
        if progress.found >= limit, candidates.isCut || looked < candidates.count {
            notes.append("stopped at the limit of \(limit) traces")
        } else if candidates.isCut {
            notes.append("only the newest spans were searched; narrow the window or the filter")
        }
        return notes
    }

    // MARK: Shape

    private var groups: [FieldExpression] { query.pipeline.groups }
    private var selected: [FieldExpression] { query.pipeline.selected }

    private var columns: [AnswerColumn] {
        [
            AnswerColumn(name: "traceID"), AnswerColumn(name: "spanID"), AnswerColumn(name: "time", unit: "utc"),
            AnswerColumn(name: "service"), AnswerColumn(name: "name", isUntrusted: true),
            AnswerColumn(name: "duration", unit: "ms"), AnswerColumn(name: "status"),
            AnswerColumn(name: "matched", unit: "count"),
        ] + (groups + selected).map(AnswerColumn.init)
    }

    private func append(_ spanset: Spanset, of traces: TraceRows, to answer: inout QueryAnswer) {
        let spans = traces.spans
        answer.matchedRows += spanset.rows.count
        answer.omittedRows += max(0, spanset.rows.count - Self.spansPerSpanset)
        for row in spanset.rows.prefix(Self.spansPerSpanset) {
            var cells: [AnswerCell] = [
                .text(spans.traceIDs[row].description), .text(spans.spanIDs[row].description),
                .text(Timestamp(nanoseconds: spans.startNanoseconds[row]).description),
                .text(spans.services[row]), .text(spans.names[row]),
                AnswerCell(Double(spans.durationNanoseconds[row]), in: "ms"), .text(spans.statuses[row].word),
                .integer(Int64(spanset.rows.count)),
            ]
            for (index, field) in groups.enumerated() {
                cells.append(index < spanset.groups.count ? spanset.groups[index].cell(unit: field.unit) : .null)
            }
            cells += selected.map { traces.value(of: $0, row: row).cell(unit: $0.unit) }
            answer.rows.append(cells)
        }
    }
}
