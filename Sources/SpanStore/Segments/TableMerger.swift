import Telemetry

/// Puts the rows of several tables end to end.
enum TableMerger {
    /// One table of all rows; together at most `ColumnTable.maximumRows`.
    static func merge(_ parts: [Part]) -> ColumnTable {
        var merged = ColumnTable(rowCount: parts.reduce(0) { $0 + $1.rowCount })
        var order: [ColumnKey] = []
        var sources: [ColumnKey: [(part: Int, data: ColumnData)]] = [:]
        for (index, part) in parts.enumerated() {
            for (key, data) in zip(part.keys, part.columns) {
                if sources[key] == nil { order.append(key) }
                sources[key, default: []].append((index, data))
            }
        }
        var starts: [Int] = []
        var next = 0
        for part in parts {
            starts.append(next)
            next += part.rowCount
        }
        for key in order {
            let pieces = (sources[key] ?? []).map {
                Piece(start: starts[$0.part], rows: parts[$0.part].rowCount, data: $0.data)
            }
            merged.append(key, column(pieces, rowCount: merged.rowCount))
        }
        return merged
    }

    /// One of the tables to merge.
    struct Part {
        var rowCount: Int
        var keys: [ColumnKey]
        var columns: [ColumnData]
    }

    /// One column of one of the tables, and where its rows go.
    private struct Piece {
        var start: Int
        var rows: Int
        var data: ColumnData
    }

    private static func column(_ pieces: [Piece], rowCount: Int) -> Column {
        switch pieces[0].data.column {
        case .numbers:
            var numbers: [Int64] = []
            for case .numbers(let values) in pieces.map(\.data.column) { numbers += values }
            return .numbers(numbers)
        case .identifiers:
            var identifiers: [UInt64] = []
            for case .identifiers(let values) in pieces.map(\.data.column) { identifiers += values }
            return .identifiers(identifiers)
        case .weights:
            var weights = [Float](repeating: 1, count: rowCount)
            for piece in pieces {
                guard case .weights(let values) = piece.data.column else { continue }
                weights.replaceSubrange(piece.start..<(piece.start + piece.rows), with: values)
            }
            return .weights(weights)
        case .coded: return .coded(coded(pieces, rowCount: rowCount))
        }
    }

    private static func coded(_ pieces: [Piece], rowCount: Int) -> CodedColumn {
        var dictionary = DictionaryMerger()
        let present = pieces.reduce(0) { $0 + ($1.data.coded?.codes.count ?? 0) }
        let isDense = present * 4 >= rowCount
        var codes = isDense ? [UInt16](repeating: 0, count: rowCount) : []
        var rows: [UInt16] = []
        for piece in pieces {
            guard let coded = piece.data.coded else { continue }
            let map = dictionary.add(piece.data)
            if isDense {
                place(coded, map, at: piece.start, into: &codes)
            } else {
                for (position, code) in coded.codes.enumerated() where code != 0 {
                    rows.append(
                        UInt16(truncatingIfNeeded: piece.start &+ Int(coded.rows?[position] ?? UInt16(position))))
                    codes.append(map[Int(code)])
                }
            }
        }
        return CodedColumn(rows: isDense ? nil : rows, codes: codes, dictionary: dictionary.dictionary)
    }

    private static func place(_ coded: CodedColumn, _ map: [UInt16], at start: Int, into codes: inout [UInt16]) {
        codes.withUnsafeMutableBufferPointer { output in
            map.withUnsafeBufferPointer { map in
                if let rows = coded.rows {
                    for position in 0..<rows.count {
                        output[start &+ Int(rows[position])] = map[Int(coded.codes[position])]
                    }
                } else {
                    coded.codes.withUnsafeBufferPointer { input in
                        for row in 0..<input.count { output[start &+ row] = map[Int(input[row])] }
                    }
                }
            }
        }
    }
}
