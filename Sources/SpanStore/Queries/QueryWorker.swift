import SpanSources
import Telemetry

/// One core's share of an aggregate query.
struct QueryWorker: Sendable {
    private let query: SpanQuery
    private(set) var groups: GroupTable
    var accumulators: [any Accumulator] = []
    /// Which accumulator, and which of its columns, answers each aggregate.
    private var outputs: [(accumulator: Int, column: Int)] = []
    private(set) var scannedRows = 0
    private(set) var matchedRows = 0

    init(_ query: SpanQuery, exactQuantileValues: Int) {
        self.query = query
        groups = GroupTable(groupings: query.groups.count)
        for aggregate in query.aggregates {
            if case .quantile(let field, _) = aggregate {
                let quantiles = query.aggregates.compactMap { $0.quantile(of: field) }
                let first = query.aggregates.firstIndex { $0.quantile(of: field) != nil } ?? 0
                if outputs.count == first {
                    accumulators.append(QuantileAccumulator(field, quantiles, exactLimit: exactQuantileValues))
                    outputs.append((accumulators.count - 1, 0))
                } else {
                    let earlier = query.aggregates.prefix(outputs.count).filter { $0.quantile(of: field) != nil }.count
                    outputs.append((outputs[first].accumulator, earlier))
                }
            } else {
                accumulators.append(Self.accumulator(aggregate))
                outputs.append((accumulators.count - 1, 0))
            }
        }
    }

    private static func accumulator(_ aggregate: Aggregate) -> any Accumulator {
        switch aggregate {
        case .count: CountAccumulator(condition: nil, isShare: false)
        case .countWhere(let condition, _): CountAccumulator(condition: condition, isShare: false)
        case .share(let condition, _): CountAccumulator(condition: condition, isShare: true)
        case .sum(let field): NumericAccumulator(field, .sum)
        case .average(let field): NumericAccumulator(field, .average)
        case .minimum(.intrinsic(.time)): TimeBoundAccumulator(isLatest: false)
        case .maximum(.intrinsic(.time)): TimeBoundAccumulator(isLatest: true)
        case .minimum(let field): NumericAccumulator(field, .minimum)
        case .maximum(let field): NumericAccumulator(field, .maximum)
        case .quantile(let field, let q): QuantileAccumulator(field, [q], exactLimit: .max)
        case .distinct(let field): DistinctAccumulator(field)
        case .first(let field): FirstAccumulator(field)
        }
    }

    /// Takes one group of rows in.
    mutating func add(_ scan: GroupScan, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        scannedRows += scan.group.rowCount
        let bitmap = try predicates.rows(scan, range: query.range, query.filter)
        let rows = bitmap.rows()
        guard !rows.isEmpty else { return }
        matchedRows += rows.count
        let groupings = query.groups
        let (codes, weights) = try scan.reading { (scan) throws(SpanStoreError) in
            var codes: [GroupingCodes] = []
            for grouping in groupings { codes.append(try GroupingCodes(grouping, scan, rows: rows)) }
            return (codes, try scan.weights())
        }
        let numbers = groups.numbers(codes, rowCount: rows.count)
        let slice = RowSlice(scan: scan, rows: rows, groups: numbers, groupCount: groups.count, weights: weights)
        for index in accumulators.indices { try accumulators[index].add(slice, &predicates) }
    }

    /// Takes another worker's share in.
    mutating func merge(_ other: QueryWorker) throws(SpanSourceError) {
        let map = groups.merge(other.groups)
        for index in accumulators.indices {
            try accumulators[index].merge(other.accumulators[index], map: map, groupCount: groups.count)
        }
        scannedRows += other.scannedRows
        matchedRows += other.matchedRows
    }

    /// The answer, sorted and cut.
    mutating func table() -> ResultTable {
        var isApproximate = false
        var columns = query.groups.indices.map { index in
            ResultColumn(
                name: query.groups[index].column,
                values: ResultValues((0..<groups.count).map { groups.value($0, index) }))
        }
        var answers: [[ResultValues]] = []
        for index in accumulators.indices {
            answers.append(accumulators[index].columns(groupCount: groups.count, isApproximate: &isApproximate))
        }
        for (aggregate, output) in zip(query.aggregates, outputs) {
            columns.append(ResultColumn(name: aggregate.column, values: answers[output.accumulator][output.column]))
        }
        let order = ResultOrder(columns, groupColumns: query.groups.count, query.order)
        let kept = order.rows(groups.count, limit: max(0, query.limit))
        return ResultTable(
            columns: columns.map { ResultColumn(name: $0.name, values: $0.values.picked(kept)) },
            scannedRows: scannedRows, matchedRows: matchedRows, omittedGroups: groups.count - kept.count,
            isApproximate: isApproximate)
    }
}

extension Aggregate {
    /// The quantile asked of a field; nil for any other aggregate.
    fileprivate func quantile(of field: Field) -> Double? {
        if case .quantile(field, let q) = self { q } else { nil }
    }
}
