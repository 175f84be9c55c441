import Glibc
import SpanSources
import Telemetry

/// Groups and aggregates rows by sorting values in memory.
struct InMemoryAggregation {
    let rows: InMemoryRows
    let query: SpanQuery

    func table() -> ResultTable {
        let matching = rows.matching(query.filter, query.range)
        var groups: [[AttributeValue?]: [Int]] = [:]
        for row in matching { groups[query.groups.map { key($0, row) }, default: []].append(row) }
        if query.groups.isEmpty, groups.isEmpty { groups[[]] = [] }
        if let since = query.newSince {
            groups = groups.filter { $0.value.map { rows.time($0) }.min().map { $0 >= since.nanoseconds } ?? false }
        }
        let sorted = groups.sorted { precedes($0, $1) }
        let kept = sorted.prefix(query.limit)
        var columns = query.groups.indices.map { index in
            ResultColumn(name: query.groups[index].column, values: Self.values(kept.map { $0.key[index] }))
        }
        for aggregate in query.aggregates {
            columns.append(
                ResultColumn(name: aggregate.column, values: Self.values(kept.map { value(aggregate, $0.value) })))
        }
        return ResultTable(
            columns: columns, scannedRows: rows.count, matchedRows: matching.count,
            omittedGroups: sorted.count - kept.count)
    }

    private typealias Group = (key: [AttributeValue?], value: [Int])

    private func precedes(_ left: Group, _ right: Group) -> Bool {
        if let order = query.order {
            let cells = (cell(order.column, left), cell(order.column, right))
            if let first = cells.0?.number, let second = cells.1?.number, first != second {
                return order.descending ? first > second : first < second
            }
            if let first = cells.0?.description, let second = cells.1?.description, first != second,
                cells.0?.number == nil
            {
                return order.descending ? first > second : first < second
            }
        }
        for (first, second) in zip(left.key, right.key) where first != second {
            if let first = first?.number, let second = second?.number { return first < second }
            return (first?.description ?? "") < (second?.description ?? "")
        }
        return false
    }

    private func cell(_ column: String, _ group: Group) -> AttributeValue? {
        if let index = query.groups.firstIndex(where: { $0.column == column }) { return group.key[index] }
        return query.aggregates.first { $0.column == column }.flatMap { value($0, group.value) }
    }

    private func key(_ grouping: Grouping, _ row: Int) -> AttributeValue? {
        switch grouping {
        case .field(let field): return rows.value(of: field, row)
        case .time(let bucket):
            let length = bucket.wholeNanoseconds
            return .integer(Int64((Double(rows.time(row)) / Double(length)).rounded(.down)) * length)
        case .logarithm(let field, let perOctave):
            guard let number = rows.value(of: field, row)?.number, number > 0 else { return nil }
            return .double(exp2((log2(number) * Double(perOctave)).rounded(.down) / Double(perOctave)))
        }
    }

    private func value(_ aggregate: Aggregate, _ members: [Int]) -> AttributeValue? {
        switch aggregate {
        case .count: return .double(weight(members))
        case .countWhere(let condition, _): return .double(weight(members.filter { rows.meets(condition, $0) }))
        case .share(let condition, _):
            return members.isEmpty
                ? nil : .double(weight(members.filter { rows.meets(condition, $0) }) / weight(members))
        case .distinct(let field): return .integer(Int64(Set(members.compactMap { rows.value(of: field, $0) }).count))
        case .first(let field):
            return members.min { rows.time($0) < rows.time($1) }.flatMap { rows.value(of: field, $0) }
        case .sum(let field): return .double(pairs(field, members).reduce(0) { $0 + $1.number * $1.weight })
        case .average(let field):
            let pairs = pairs(field, members)
            let weight = pairs.reduce(0) { $0 + $1.weight }
            return weight > 0 ? .double(pairs.reduce(0) { $0 + $1.number * $1.weight } / weight) : nil
        case .minimum(let field): return pairs(field, members).map(\.number).min().map(AttributeValue.double)
        case .maximum(let field): return pairs(field, members).map(\.number).max().map(AttributeValue.double)
        case .quantile(let field, let q): return Self.quantile(pairs(field, members).map(\.number).sorted(), q)
        }
    }

    private func weight(_ members: [Int]) -> Double { members.reduce(0) { $0 + rows.weight($1) } }

    private func pairs(_ field: Field, _ members: [Int]) -> [(number: Double, weight: Double)] {
        members.compactMap { row in rows.value(of: field, row)?.number.map { ($0, rows.weight(row)) } }
    }

    /// Hyndman-Fan type 7, unweighted.
    private static func quantile(_ sorted: [Double], _ q: Double) -> AttributeValue? {
        guard !sorted.isEmpty else { return nil }
        let place = Double(sorted.count - 1) * q
        let low = Int(place.rounded(.down))
        let high = min(low + 1, sorted.count - 1)
        return .double(sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low)))
    }

    private static func values(_ cells: [AttributeValue?]) -> ResultValues {
        let present = cells.compactMap { $0 }
        if present.allSatisfy({ if case .integer = $0 { true } else { false } }) {
            return .integers(cells.map { if case .integer(let value) = $0 { value } else { nil } })
        }
        if present.allSatisfy({ $0.number != nil }) { return .doubles(cells.map { $0?.number }) }
        return .strings(cells.map { $0?.description })
    }
}
