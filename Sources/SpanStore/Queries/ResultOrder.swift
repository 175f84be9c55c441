import SpanSources

/// Sorts the rows of a result: by the asked-for column, then by the group columns ascending; nulls come last.
struct ResultOrder {
    private let keys: [(values: ResultValues, descending: Bool)]

    init(_ columns: [ResultColumn], groupColumns: Int, _ order: SpanQuery.Order?) {
        var keys: [(values: ResultValues, descending: Bool)] = []
        if let order, let column = columns.first(where: { $0.name == order.column }) {
            keys.append((column.values, order.descending))
        }
        for column in columns.prefix(groupColumns) { keys.append((column.values, false)) }
        self.keys = keys
    }

    /// The first `limit` rows in order.
    func rows(_ count: Int, limit: Int) -> [Int] {
        let sorted = (0..<count).sorted { left, right in
            for key in keys {
                let order = key.values.order(left, right, descending: key.descending)
                if order != 0 { return order < 0 }
            }
            return left < right
        }
        return Array(sorted.prefix(limit))
    }
}

extension ResultValues {
    /// Negative where the left cell comes first.
    fileprivate func order(_ left: Int, _ right: Int, descending: Bool) -> Int {
        switch self {
        case .strings(let cells): Self.order(cells[left], cells[right], descending)
        case .integers(let cells): Self.order(cells[left], cells[right], descending)
        case .doubles(let cells): Self.order(cells[left], cells[right], descending)
        case .booleans(let cells):
            Self.order(cells[left].map { $0 ? 1 : 0 }, cells[right].map { $0 ? 1 : 0 }, descending)
        }
    }

    private static func order<Cell: Comparable>(_ left: Cell?, _ right: Cell?, _ descending: Bool) -> Int {
        switch (left, right) {
        case (nil, nil): 0
        case (nil, _): 1
        case (_, nil): -1
        case (let left?, let right?): left == right ? 0 : (left < right) == descending ? 1 : -1
        }
    }

    /// The cells of these rows.
    func picked(_ rows: [Int]) -> ResultValues {
        switch self {
        case .strings(let cells): .strings(rows.map { cells[$0] })
        case .integers(let cells): .integers(rows.map { cells[$0] })
        case .doubles(let cells): .doubles(rows.map { cells[$0] })
        case .booleans(let cells): .booleans(rows.map { cells[$0] })
        }
    }
}
