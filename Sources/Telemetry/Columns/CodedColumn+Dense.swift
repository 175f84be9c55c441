extension CodedColumn {
    /// A code for every row, 0 where there is no value.
    package func denseCodes(rowCount: Int) -> [UInt16] {
        guard let rows else { return codes }
        var dense = [UInt16](repeating: 0, count: rowCount)
        for (position, row) in rows.enumerated() { dense[Int(row)] = codes[position] }
        return dense
    }

    /// The same column with rows spelled out only where few have a value.
    package func compacted(rowCount: Int) -> CodedColumn {
        guard let rows, rows.count &* 4 >= rowCount else { return self }
        return CodedColumn(rows: nil, codes: denseCodes(rowCount: rowCount), dictionary: dictionary)
    }
}

extension CodedColumn {
    /// The code in a row, 0 where there is no value; a binary search in a sparse column.
    package func code(atRow row: Int) -> UInt16 {
        guard let rows else { return codes[row] }
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low &+ high) / 2
            if rows[middle] < row { low = middle &+ 1 } else { high = middle }
        }
        return low < rows.count && rows[low] == row ? codes[low] : 0
    }
}
