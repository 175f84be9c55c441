/// One small number for each combination of codes that the selected rows have.
struct CombinedCodes {
    /// One per selected row.
    private(set) var codes: [UInt32]
    /// Codes are below this.
    private(set) var cardinality: Int

    /// Tables of more entries than this are not worth their memory.
    private static let limit = 1 << 17

    /// Whether a table with an entry per code is worth its memory.
    var isSmall: Bool { cardinality <= Self.limit }

    init(_ grouping: GroupingCodes) {
        codes = grouping.codes
        cardinality = grouping.cardinality
    }

    /// Combines the codes with those of one more grouping; false, and unchanged, where that gives too many.
    mutating func append(_ grouping: GroupingCodes) -> Bool {
        // A dictionary has an entry for every value of the group, the selected rows have few of the combinations.
        if !fits(grouping), isSmall { compact() }
        guard fits(grouping) else { return false }
        let factor = UInt32(grouping.cardinality)
        codes.withUnsafeMutableBufferPointer { codes in
            grouping.codes.withUnsafeBufferPointer { more in
                for position in 0..<codes.count { codes[position] = codes[position] &* factor &+ more[position] }
            }
        }
        cardinality *= grouping.cardinality
        return true
    }

    private func fits(_ grouping: GroupingCodes) -> Bool {
        let (product, overflow) = cardinality.multipliedReportingOverflow(by: grouping.cardinality)
        return !overflow && product <= Self.limit
    }

    /// Numbers the combinations that occur, in the order of the rows.
    private mutating func compact() {
        var known = [UInt32](repeating: .max, count: cardinality)
        var count: UInt32 = 0
        codes.withUnsafeMutableBufferPointer { codes in
            known.withUnsafeMutableBufferPointer { known in
                for position in 0..<codes.count {
                    let code = Int(codes[position])
                    if known[code] == .max {
                        known[code] = count
                        count &+= 1
                    }
                    codes[position] = known[code]
                }
            }
        }
        cardinality = max(1, Int(count))
    }
}
