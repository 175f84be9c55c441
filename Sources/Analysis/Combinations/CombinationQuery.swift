public import SpanSources
public import Telemetry

/// Reads the cells of a combination scan with two aggregate queries.
public struct CombinationQuery: Sendable {
    public var window: TimeRange
    public var baseline: TimeRange
    /// Which spans are looked at.
    public var filter: Predicate
    /// What makes a span a failure.
    public var failure: Predicate
    /// The fields to combine; a handful, each with few values.
    public var fields: [Field]

    /// Makes a query.
    public init(
        window: TimeRange, baseline: TimeRange, filter: Predicate = .all, failure: Predicate = .isError,
        fields: [Field]
    ) {
        self.window = window
        self.baseline = baseline
        self.filter = filter
        self.failure = failure
        self.fields = fields
    }

    /// Runs the queries through the caller and scans the answer.
    public func scan(
        depth: Int = 3, _ run: (SpanQuery) async throws(SpanSourceError) -> ResultTable
    ) async throws(SpanSourceError) -> CombinationScan {
        var cells: [[String?]: CombinationCell] = [:]
        let now = try await run(query(window))
        let before = try await run(query(baseline))
        for row in 0..<now.rowCount {
            let (count, failures) = Self.counts(now, row)
            add(now, row, to: &cells) {
                $0.count += count
                $0.failures += failures
            }
        }
        for row in 0..<before.rowCount {
            let (count, failures) = Self.counts(before, row)
            add(before, row, to: &cells) {
                $0.baselineCount += count
                $0.baselineFailures += failures
            }
        }
        return CombinationScan(fields: fields, cells: Array(cells.values), depth: depth)
    }

    private func query(_ range: TimeRange) -> SpanQuery {
        SpanQuery(
            range: range, filter: filter, groups: fields.map { .field($0) },
            aggregates: [.count, .countWhere(failure, named: "failures")], limit: 100_000)
    }

    private static func counts(_ table: ResultTable, _ row: Int) -> (Double, Double) {
        (table.number("count", row: row) ?? 0, table.number("failures", row: row) ?? 0)
    }

    private func add(
        _ table: ResultTable, _ row: Int, to cells: inout [[String?]: CombinationCell],
        _ change: (inout CombinationCell) -> Void
    ) {
        let texts = fields.indices.map { table.columns[$0].values.text(at: row) }
        let empty = CombinationCell(
            values: fields.indices.map { Self.value(table.columns[$0].values, row) }, count: 0, failures: 0,
            baselineCount: 0, baselineFailures: 0)
        change(&cells[texts, default: empty])
    }

    private static func value(_ cells: ResultValues, _ row: Int) -> AttributeValue? {
        switch cells {
        case .strings(let cells): cells[row].map { .string($0) }
        case .integers(let cells): cells[row].map { .integer($0) }
        case .doubles(let cells): cells[row].map { .double($0) }
        case .booleans(let cells): cells[row].map { .boolean($0) }
        }
    }
}
