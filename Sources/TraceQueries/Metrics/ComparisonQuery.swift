import SpanSources
import Telemetry

/// Runs `compare()`: how often each value of each attribute occurs on both sides.
struct ComparisonQuery {
    let query: SpansetQuery
    let metrics: MetricsExpression
    let source: any SpanSource
    let range: TimeRange
    let limit: Int

    func run() async throws(TraceQLError) -> QueryAnswer {
        guard case .compare(let inner, let top, let start, let end) = metrics.function else {
            throw TraceQLError(.invalid, "only compare() compares", at: metrics.position)
        }
        var window = range
        if let start, let end {
            window = TimeRange(
                start: max(range.start, Timestamp(nanoseconds: start)), end: min(range.end, Timestamp(nanoseconds: end))
            )
        }
        guard let base = StructuralPushdown.exact(query.pipeline), let selected = PredicatePushdown.exact(inner) else {
            let traces = TraceComparison(query: query, selected: inner, source: source, range: range, window: window)
            let (counts, notes) = try await traces.counts()
            return answer(from: counts, top: top, notes: notes)
        }
        let comparison = Comparison(
            selection: .init(range: window, filter: base.and(selected)), baseline: .init(range: range, filter: base))
        do {
            return answer(from: try await source.compare(comparison), top: top, notes: [])
        } catch {
            throw TraceQLError(failureOf: error)
        }
    }

    private func answer(from counts: ComparisonCounts, top: Int, notes: [String]) -> QueryAnswer {
        let rows = counts.attributes.flatMap { attribute in
            attribute.mostFrequent(top).map { (attribute, $0) }
        }.sorted { left, right in
            let differences = (abs(difference(left.0, left.1)), abs(difference(right.0, right.1)))
            if differences.0 != differences.1 { return differences.0 > differences.1 }
            return (left.0.field.description, left.1.value.description)
                < (right.0.field.description, right.1.value.description)
        }
        let cut = counts.attributes.filter { $0.distinct > top }.map(\.field.description)
        return QueryAnswer(
            columns: [
                AnswerColumn(name: "field"), AnswerColumn(name: "value", isUntrusted: true),
                AnswerColumn(name: "selection", unit: "count"), AnswerColumn(name: "selection_share", unit: "share"),
                AnswerColumn(name: "baseline", unit: "count"), AnswerColumn(name: "baseline_share", unit: "share"),
            ],
            rows: rows.prefix(limit).map(cells), window: range, scannedRows: counts.selectionRows + counts.baselineRows,
            matchedRows: counts.selectionRows, omittedRows: max(0, rows.count - limit),
            notes: notes + [
                "\(counts.selectionRows) spans selected, \(counts.baselineRows) in the baseline; "
                    + "shares are of the spans that have the attribute; largest difference of shares first"
            ]
                + (cut.isEmpty
                    ? [] : ["of these only the \(top) most frequent values on a side: \(cut.joined(separator: ", "))"]))
    }

    private func difference(_ attribute: AttributeCounts, _ value: AttributeCounts.Value) -> Double {
        share(value.selection, attribute.selectionRows) - share(value.baseline, attribute.baselineRows)
    }

    private func share(_ count: Int, _ all: Int) -> Double { all > 0 ? Double(count) / Double(all) : 0 }

    private func cells(_ attribute: AttributeCounts, _ value: AttributeCounts.Value) -> [AnswerCell] {
        [
            .text(attribute.field.description), AnswerCell(value.value), .integer(Int64(value.selection)),
            .number(AnswerCell.rounded(share(value.selection, attribute.selectionRows))),
            .integer(Int64(value.baseline)),
            .number(AnswerCell.rounded(share(value.baseline, attribute.baselineRows))),
        ]
    }
}

extension AttributeCounts {
    /// The most frequent values of either side, each once.
    fileprivate func mostFrequent(_ count: Int) -> [Value] {
        let others = values.sorted { $0.baseline > $1.baseline }.prefix(count).filter { $0.baseline > 0 }
        let first = values.prefix(count)
        return first + others.filter { other in !first.contains { $0.value == other.value } }
    }
}
