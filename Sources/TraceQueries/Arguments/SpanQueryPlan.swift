public import SpanSources
public import Telemetry

/// An aggregate query with its output columns, ready to run on any source.
public struct SpanQueryPlan: Hashable, Sendable {
    public var dataset: Dataset
    public var range: TimeRange
    public var filter: Predicate
    public var groups: [Grouping]
    public var outputs: [AggregateArgument]
    /// Only groups without a row in the range before this time; nil for all.
    public var newSince: Timestamp?
    public var order: SpanQuery.Order?
    public var limit: Int

    /// The query the source runs: a rate becomes the count it is made from.
    public var query: SpanQuery {
        var aggregates: [Aggregate] = []
        for output in outputs {
            let aggregate: Aggregate = if case .plain(let plain) = output { plain } else { .count }
            if !aggregates.contains(aggregate) { aggregates.append(aggregate) }
        }
        var order = order
        if order?.column == AggregateArgument.rate.column { order?.column = Aggregate.count.column }
        return SpanQuery(
            dataset: dataset, range: range, filter: filter, groups: groups, aggregates: aggregates,
            newSince: newSince, order: order, limit: limit)
    }

    /// Seconds that one cell of `rate` spans: the time bucket, or the whole window.
    public var rateSeconds: Double {
        for case .time(let bucket) in groups { return bucket.inSeconds }
        return range.duration.inSeconds
    }

    /// Runs the query and shapes the answer.
    ///
    /// - Throws: `TraceQLError` with code `source` where the source fails.
    public func run(on source: any SpanSource) async throws(TraceQLError) -> QueryAnswer {
        do {
            return answer(from: try await source.run(query))
        } catch {
            throw TraceQLError(failureOf: error)
        }
    }

    private func answer(from table: ResultTable) -> QueryAnswer {
        var columns: [AnswerColumn] = []
        var cells: [[AnswerCell]] = []
        for grouping in groups {
            columns.append(AnswerColumn(grouping))
            cells.append(AnswerCell.cells(of: table, grouping.column, columns[columns.count - 1]))
        }
        for output in outputs {
            switch output {
            case .plain(let aggregate):
                columns.append(AnswerColumn(aggregate))
                cells.append(AnswerCell.cells(of: table, aggregate.column, columns[columns.count - 1]))
            case .rate:
                columns.append(AnswerColumn(name: output.column, unit: "per_second"))
                cells.append(
                    (0..<table.rowCount).map { row in
                        table.number(Aggregate.count.column, row: row).map {
                            AnswerCell($0 / rateSeconds, in: output.column)
                        }
                            ?? .null
                    })
            }
        }
        let rows = (0..<table.rowCount).map { row in cells.map { $0[row] } }
        return QueryAnswer(
            columns: columns, rows: rows, window: range, scannedRows: table.scannedRows,
            matchedRows: table.matchedRows, omittedRows: table.omittedGroups, isApproximate: table.isApproximate)
    }
}

extension TraceQLError {
    /// The failure of a source, as an error of this room.
    init(failureOf error: SpanSourceError) {
        self.init(.source, error.message, hint: error.hint)
    }
}
