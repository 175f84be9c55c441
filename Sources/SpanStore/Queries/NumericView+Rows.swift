extension NumericView {
    /// Calls the body with the position, the row and the number of each selected row that has one; inlined, with what
    /// kind of column it is decided outside the loop.
    @inline(__always)
    func forEach(in slice: RowSlice, _ body: (_ position: Int, _ row: Int, _ number: Double) -> Void) {
        switch self {
        case .absent: return
        case .numbers(let values):
            values.withUnsafeBufferPointer { values in
                slice.forEachRow { position, row in body(position, row, Double(values[row])) }
            }
        case .integers(let codes, let values):
            codes.withUnsafeBufferPointer { codes in
                values.withUnsafeBufferPointer { values in
                    slice.forEachRow { position, row in
                        let code = Int(codes[row])
                        if code != 0 { body(position, row, Double(values[code])) }
                    }
                }
            }
        case .doubles(let codes, let values, let isNumber):
            codes.withUnsafeBufferPointer { codes in
                values.withUnsafeBufferPointer { values in
                    isNumber.withUnsafeBufferPointer { isNumber in
                        slice.forEachRow { position, row in
                            let code = Int(codes[row])
                            if isNumber[code] { body(position, row, values[code]) }
                        }
                    }
                }
            }
        }
    }

    /// The same for a view whose numbers all are integers, which stay exact.
    @inline(__always)
    func forEachInteger(in slice: RowSlice, _ body: (_ position: Int, _ number: Int64) -> Void) {
        switch self {
        case .absent, .doubles: return
        case .numbers(let values):
            values.withUnsafeBufferPointer { values in
                slice.forEachRow { position, row in body(position, values[row]) }
            }
        case .integers(let codes, let values):
            codes.withUnsafeBufferPointer { codes in
                values.withUnsafeBufferPointer { values in
                    slice.forEachRow { position, row in
                        let code = Int(codes[row])
                        if code != 0 { body(position, values[code]) }
                    }
                }
            }
        }
    }

    /// The least and the greatest number of the selected rows; nil where none has one.
    func extent(in slice: RowSlice) -> ClosedRange<Double>? {
        if case .numbers(let values) = self, slice.isWhole { return Self.extent(values) }
        var low = Double.infinity
        var high = -Double.infinity
        forEach(in: slice) { _, _, number in
            if number < low { low = number }
            if number > high { high = number }
        }
        return low <= high ? low...high : nil
    }

    private static func extent(_ values: [Int64]) -> ClosedRange<Double>? {
        guard let first = values.first else { return nil }
        var low = first
        var high = first
        values.withUnsafeBufferPointer { values in
            for value in values {
                low = min(low, value)
                high = max(high, value)
            }
        }
        return Double(low)...Double(high)
    }
}
