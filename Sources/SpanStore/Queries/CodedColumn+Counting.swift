import Telemetry

extension CodedColumn {
    /// How many of the given rows have each code; element 0 counts those without a value in a dense column.
    func counts(in rows: Bitmap) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: dictionary.count + 1)
        counts.withUnsafeMutableBufferPointer { counts in
            forEachCode(in: rows) { counts[$0] &+= 1 }
        }
        return counts
    }

    /// Adds the given rows to counts by value; `map` gives the place of each code.
    func add(_ rows: Bitmap, _ map: [UInt32], to counts: inout [Int32]) {
        // Few rows go straight to their values; many are counted by code first, which stays in a nearer cache.
        if rows.population < dictionary.count {
            counts.withUnsafeMutableBufferPointer { counts in
                map.withUnsafeBufferPointer { map in
                    forEachCode(in: rows) { counts[Int(map[$0])] &+= 1 }
                }
            }
        } else {
            for (code, count) in self.counts(in: rows).enumerated() where count > 0 {
                counts[Int(map[code])] &+= Int32(truncatingIfNeeded: count)
            }
        }
    }

    /// Calls the body with the code of each given row; inlined.
    @inline(__always)
    private func forEachCode(in rows: Bitmap, _ body: (Int) -> Void) {
        codes.withUnsafeBufferPointer { codes in
            guard let own = self.rows else {
                rows.forEachRow { body(Int(codes[$0])) }
                return
            }
            own.withUnsafeBufferPointer { own in
                rows.words.withUnsafeBufferPointer { words in
                    for position in 0..<own.count {
                        let row = Int(own[position])
                        if words[row >> 6] >> UInt64(row & 63) & 1 == 1 { body(Int(codes[position])) }
                    }
                }
            }
        }
    }
}
