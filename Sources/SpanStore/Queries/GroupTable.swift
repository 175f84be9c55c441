import Telemetry

/// The groups of a query: each a tuple of value numbers, one per grouping.
struct GroupTable {
    private(set) var values: [ValueTable]
    /// The tuples, end to end.
    private var tuples: [UInt32] = []
    private var slots = [UInt32](repeating: 0, count: 64)
    private(set) var count = 0
    private let width: Int

    init(groupings: Int) {
        width = groupings
        values = Array(repeating: ValueTable(), count: groupings)
        // Without groupings everything is one group, even where no row matches.
        if groupings == 0 { count = 1 }
    }

    /// The number of the group with these values.
    mutating func number(_ tuple: [UInt32]) -> UInt32 {
        guard width > 0 else { return 0 }
        var slot = Self.hash(tuple[...]) & (slots.count &- 1)
        while slots[slot] != 0 {
            let group = Int(slots[slot]) &- 1
            if tuples[(group &* width)..<(group &* width &+ width)].elementsEqual(tuple) { return UInt32(group) }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        tuples += tuple
        count += 1
        slots[slot] = UInt32(count)
        if count * 2 > slots.count { grow() }
        return UInt32(count - 1)
    }

    /// The query-wide number of every selected row's group.
    mutating func numbers(_ groupings: [GroupingCodes], rowCount: Int) -> [UInt32] {
        guard width > 0 else { return [UInt32](repeating: 0, count: rowCount) }
        var combined = CombinedCodes(groupings[0])
        for grouping in groupings.dropFirst() {
            guard combined.append(grouping) else { return sparseNumbers(groupings, rowCount) }
        }
        guard combined.isSmall else { return sparseNumbers(groupings, rowCount) }
        return denseNumbers(groupings, combined)
    }

    /// Few combinations: each is looked up once.
    private mutating func denseNumbers(_ groupings: [GroupingCodes], _ combined: CombinedCodes) -> [UInt32] {
        var known = [UInt32](repeating: .max, count: combined.cardinality)
        return [UInt32](unsafeUninitializedCapacity: combined.codes.count) { numbers, initialized in
            known.withUnsafeMutableBufferPointer { known in
                combined.codes.withUnsafeBufferPointer { codes in
                    for position in 0..<codes.count {
                        let local = Int(codes[position])
                        if known[local] == .max { known[local] = number(groupings, at: position) }
                        numbers.initializeElement(at: position, to: known[local])
                    }
                }
            }
            initialized = combined.codes.count
        }
    }

    @inline(never)
    private mutating func number(_ groupings: [GroupingCodes], at position: Int) -> UInt32 {
        number(groupings.enumerated().map { numberOfValue($0, $1, at: position) })
    }

    private mutating func sparseNumbers(_ groupings: [GroupingCodes], _ rowCount: Int) -> [UInt32] {
        var known = groupings.map { [UInt32](repeating: .max, count: $0.cardinality) }
        var tuple = [UInt32](repeating: 0, count: width)
        var numbers = [UInt32](repeating: 0, count: rowCount)
        for position in 0..<rowCount {
            for index in 0..<width {
                let code = Int(groupings[index].codes[position])
                if known[index][code] == .max {
                    known[index][code] = numberOfValue(index, groupings[index], at: position)
                }
                tuple[index] = known[index][code]
            }
            numbers[position] = number(tuple)
        }
        return numbers
    }

    private mutating func numberOfValue(_ index: Int, _ grouping: GroupingCodes, at position: Int) -> UInt32 {
        grouping.number(Int(grouping.codes[position]), in: &values[index])
    }

    /// Takes another worker's groups in; gives this table's number of each.
    mutating func merge(_ other: GroupTable) -> [UInt32] {
        guard width > 0 else { return [0] }
        return (0..<other.count).map { group in
            number(
                (0..<width).map { index in
                    let value = Int(other.tuples[group * width + index])
                    return values[index].number(other.values[index].hashes[value]) { other.values[index].values[value] }
                })
        }
    }

    /// The value of a group's grouping; nil for null.
    func value(_ group: Int, _ grouping: Int) -> AttributeValue? {
        let number = Int(tuples[group * width + grouping])
        return values[grouping].hashes[number] == GroupingCodes.nullHash ? nil : values[grouping].values[number]
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for group in 0..<count {
            var slot = Self.hash(tuples[(group * width)..<(group * width + width)]) & (slots.count &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = UInt32(group + 1)
        }
    }

    private static func hash(_ tuple: ArraySlice<UInt32>) -> Int {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for number in tuple {
            state = (state ^ UInt64(number)) &* 0xD6E8_FEB8_6659_FD93
            state ^= state >> 29
        }
        return Int(truncatingIfNeeded: state >> 8)
    }
}
