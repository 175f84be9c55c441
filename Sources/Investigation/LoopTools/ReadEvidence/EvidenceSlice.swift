import JSONValues
import ToolKit

/// Filters, sorts, groups and pages one stored table.
struct EvidenceSlice {
    let table: ToolTable

    func part(for reading: EvidenceReading) throws(ToolFailure) -> (ToolTable, String) {
        var rows = table.rows
        for condition in reading.where ?? [] {
            let column = try index(of: condition.column)
            rows = rows.filter { Self.holds($0[column], condition) }
        }
        var result = ToolTable(columns: table.columns, rows: rows)
        if let aggregate = reading.aggregate {
            result = try grouped(rows, aggregate, by: reading.groupBy, over: reading.aggregateColumn)
        }
        if let order = reading.orderBy {
            let column = try EvidenceSlice(table: result).index(of: order)
            let ascending = reading.ascending ?? false
            result.rows.sort {
                ascending ? Self.precedes($0[column], $1[column]) : Self.precedes($1[column], $0[column])
            }
        }
        let fitting = result.rows.count
        result.rows = Array(result.rows.dropFirst(reading.offset ?? 0).prefix(reading.limit ?? 100))
        if let columns = reading.columns { result = try EvidenceSlice(table: result).only(columns) }
        return (result, "\(result.rows.count) of \(fitting) fitting rows; \(table.rows.count) rows are stored")
    }

    private func index(of column: String) throws(ToolFailure) -> Int {
        if let index = table.columns.firstIndex(where: { $0.name == column }) { return index }
        let names = table.columns.map(\.name)
        let near = NearestName.of(column, in: names).map { "did you mean \($0)? " } ?? ""
        throw ToolFailure(
            .invalidArguments, "there is no column '\(column)'",
            hint: "\(near)columns: \(names.joined(separator: ", "))")
    }

    private func only(_ names: [String]) throws(ToolFailure) -> ToolTable {
        var chosen: [Int] = []
        for name in names { chosen.append(try index(of: name)) }
        return ToolTable(
            columns: chosen.map { table.columns[$0] }, rows: table.rows.map { row in chosen.map { row[$0] } })
    }

    private func grouped(
        _ rows: [[JSONValue]], _ aggregate: EvidenceReading.Aggregate, by group: String?, over column: String?
    ) throws(ToolFailure) -> ToolTable {
        let groupIndex: Int? = if let group { try index(of: group) } else { nil }
        let valueIndex: Int? = if let column { try index(of: column) } else { nil }
        guard aggregate == .count || valueIndex != nil else {
            throw ToolFailure(.invalidArguments, "\(aggregate.rawValue) needs 'aggregate_column'")
        }
        var order: [JSONValue] = []
        var groups: [JSONValue: [[JSONValue]]] = [:]
        for row in rows {
            let key = groupIndex.map { row[$0] } ?? .null
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(row)
        }
        let result = order.map { key in
            let values = (groups[key] ?? []).map { row in valueIndex.flatMap { row[$0].double } }
            let number = Self.number(aggregate, values)
            return groupIndex == nil ? [number] : [key, number]
        }
        let name = column.map { "\(aggregate.rawValue)_\($0)" } ?? "count"
        let unit = aggregate == .count ? "count" : valueIndex.flatMap { table.columns[$0].unit }
        let value = ToolTable.Column(name, unit: unit)
        return ToolTable(columns: groupIndex.map { [table.columns[$0], value] } ?? [value], rows: result)
    }

    private static func number(_ aggregate: EvidenceReading.Aggregate, _ cells: [Double?]) -> JSONValue {
        if aggregate == .count { return .integer(Int64(cells.count)) }
        let values = cells.compactMap(\.self)
        guard let smallest = values.min(), let largest = values.max() else { return .null }
        let sum = values.reduce(0, +)
        return switch aggregate {
        case .count, .sum: .number(sum)
        case .min: .number(smallest)
        case .max: .number(largest)
        case .mean: .number(sum / Double(values.count))
        }
    }

    private static func holds(_ cell: JSONValue, _ condition: EvidenceReading.Condition) -> Bool {
        switch condition.op {
        case "=": same(cell, condition.value)
        case "!=": !same(cell, condition.value)
        case "contains": (cell.string ?? cell.text).contains(condition.value.string ?? condition.value.text)
        case "<": !cell.isNull && precedes(cell, condition.value)
        case ">": !cell.isNull && precedes(condition.value, cell)
        case "<=": !cell.isNull && !precedes(condition.value, cell)
        case ">=": !cell.isNull && !precedes(cell, condition.value)
        default: false
        }
    }

    static func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if left == right { return true }
        if let left = left.double, let right = right.double { return left == right }
        // Models often write numbers as text, and text of numbers as numbers.
        return (left.string ?? left.text) == (right.string ?? right.text)
    }

    static func precedes(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let left = left.double, let right = right.double { return left < right }
        if left.isNull || right.isNull { return left.isNull && !right.isNull }
        return (left.string ?? left.text) < (right.string ?? right.text)
    }
}
