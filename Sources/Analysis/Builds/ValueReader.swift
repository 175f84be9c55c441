import SpanSources
import Telemetry

/// Finds the peers, exception types and statements that differ between two sides.
struct ValueReader {
    private let source: any SpanSource
    private let sides: [MeasuredSide]

    init(_ source: any SpanSource, _ sides: [MeasuredSide]) {
        self.source = source
        self.sides = sides
    }

    func changes() async throws(SpanSourceError) -> (
        peers: [ValueChange], exceptions: [ValueChange], statements: [ValueChange]
    ) {
        let spans = sides.map(\.spans)
        let peers = try await frequencies(of: .anyScope("server.address"), totals: spans)
        let statements = try await frequencies(
            of: .anyScope("db.query.text"), totals: spans, template: StatementTemplate.of)
        let exceptions = try await frequencies(of: .anyScope("exception.type"), .events, totals: try await events())
        return (
            peers[1].changes(since: peers[0]), exceptions[1].changes(since: exceptions[0]),
            statements[1].changes(since: statements[0])
        )
    }

    /// Event rows of each side.
    private func events() async throws(SpanSourceError) -> [Double] {
        let parts = try await SideReading(source: source, sides: sides.map(\.side)).parts { side in
            SpanQuery(dataset: .events, range: side.range, filter: side.predicate, aggregates: [.count])
        }
        return parts.map { part in part.rows.reduce(0) { $0 + (part.table.number("count", row: $1) ?? 0) } }
    }

    /// How often each value occurs, of all rows; how often in a trace, of the sample.
    private func frequencies(
        of field: Field, _ dataset: Dataset = .spans, totals: [Double], template: (String) -> String = { $0 }
    ) async throws(SpanSourceError) -> [ValueFrequencies] {
        let isSampled = sides.contains(where: \.isSampled)
        let whole = try await SideReading(source: source, sides: sides.map(\.side)).parts {
            BuildQueries.frequencies(of: field, dataset: dataset, $0, withTraces: !isSampled)
        }
        var found = zip(whole, totals).map { part, total in
            var frequencies = ValueFrequencies(total: total)
            for row in part.rows { frequencies.count(field, part.table, row, template) }
            return frequencies
        }
        guard isSampled, found.contains(where: { !$0.counts.isEmpty }) else { return found }
        let sample = try await SideReading(source: source, sides: sides.map(\.sample)).parts {
            BuildQueries.frequencies(of: field, dataset: dataset, $0, withTraces: true)
        }
        for (index, part) in sample.enumerated() {
            for row in part.rows { found[index].countTraces(field, part.table, row, template) }
        }
        return found
    }
}

extension ValueFrequencies {
    /// Counts a row of `BuildQueries.frequencies`.
    fileprivate mutating func count(
        _ field: Field, _ table: ResultTable, _ row: Int, _ template: (String) -> String
    ) {
        guard let text = table.text(field.description, row: row) else { return }
        counts[template(text), default: 0] += table.number("count", row: row) ?? 0
        countTraces(field, table, row, template)
    }

    /// Counts only how often a trace has the value, where the row says.
    fileprivate mutating func countTraces(
        _ field: Field, _ table: ResultTable, _ row: Int, _ template: (String) -> String
    ) {
        guard let text = table.text(field.description, row: row),
            let traces = table.number("distinct(traceID)", row: row)
        else { return }
        inTraces[template(text), default: (0, 0)].count += table.number("count", row: row) ?? 0
        inTraces[template(text), default: (0, 0)].traces += traces
    }
}
