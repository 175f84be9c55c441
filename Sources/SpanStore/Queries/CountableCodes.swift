import Telemetry

/// Codes of a column, however they lie in memory, whose rows can be counted by code or by what the codes stand for.
protocol CountableCodes {
    /// The rows that have a code, ascending; nil where every row has one.
    var rows: [UInt16]? { get }
    /// How many values codes can stand for; code 0 stands for none.
    var valueCount: Int { get }

    /// Calls the body once, with what gives the code at a position; inlined.
    func reading(_ body: ((_ position: Int) -> Int) -> Void)
}

extension CodedColumn: CountableCodes {
    var valueCount: Int { dictionary.count }

    @inline(__always)
    func reading(_ body: ((_ position: Int) -> Int) -> Void) {
        codes.withUnsafeBufferPointer { codes in body { Int(codes[$0]) } }
    }
}

extension CountableCodes {
    /// How many of the given rows have each code; element 0 counts those without a value in a dense column.
    @inline(__always)
    func counts(in rows: Bitmap) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: valueCount + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            forEachCode(in: rows) { _, code in counts[code] &+= 1 }
        }
        return counts
    }

    /// Adds the given rows to counts by value; `map` gives the place of each code.
    @inline(__always)
    func add(_ rows: Bitmap, _ map: [UInt32], to counts: inout [Int32]) {
        // Few rows go straight to their values; many are counted by code first, which stays in a nearer cache.
        if rows.population < valueCount {
            counts.withUnsafeMutableBufferPointer { counts in
                map.withUnsafeBufferPointer { map in
                    forEachCode(in: rows) { _, code in counts[Int(map[code])] &+= 1 }
                }
            }
        } else {
            for (code, count) in self.counts(in: rows).enumerated() where count > 0 {
                counts[Int(map[code])] &+= Int32(truncatingIfNeeded: count)
            }
        }
    }

    /// Adds the adjusted counts of the given rows by value.
    ///
    /// - Parameter weights: One per row of the table.
    @inline(__always)
    func add(_ rows: Bitmap, weighing weights: [Float], _ map: [UInt32], to sums: inout [Double]) {
        forEachCode(in: rows) { row, code in sums[Int(map[code])] += Double(weights[row]) }
    }

    /// Calls the body with each given row that has a code, and the code; inlined.
    @inline(__always)
    private func forEachCode(in rows: Bitmap, _ body: (_ row: Int, _ code: Int) -> Void) {
        reading { code in
            guard let own = self.rows else {
                rows.forEachRow { body($0, code($0)) }
                return
            }
            own.withUnsafeBufferPointer { own in
                rows.words.withUnsafeBufferPointer { words in
                    for position in 0..<own.count {
                        let row = Int(own[position])
                        if words[row >> 6] >> UInt64(row & 63) & 1 == 1 { body(row, code(position)) }
                    }
                }
            }
        }
    }
}
