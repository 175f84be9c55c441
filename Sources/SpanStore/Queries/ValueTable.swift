import Telemetry

/// Gives each distinct hash a number, in order of first appearance.
struct HashNumbering: Sendable {
    private(set) var hashes: [UInt64] = []
    private var slots = [UInt32](repeating: 0, count: 64)

    var count: Int { hashes.count }

    /// The number of a hash; it is new where the number equals the count before.
    @inline(__always)
    mutating func number(_ hash: UInt64) -> Int {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) &- 1
            if hashes[entry] == hash { return entry }
            slot = (slot &+ 1) & mask
        }
        hashes.append(hash)
        slots[slot] = UInt32(truncatingIfNeeded: hashes.count)
        if hashes.count &* 2 > slots.count { grow() }
        return hashes.count &- 1
    }

    private mutating func grow() {
        let size = slots.count &* 2
        slots = [UInt32](repeating: 0, count: size)
        for (entry, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (size &- 1) }
            slots[slot] = UInt32(truncatingIfNeeded: entry &+ 1)
        }
    }
}

/// The distinct values a query has met, each with a number; values of different groups meet here.
struct ValueTable: Sendable {
    private(set) var values: [AttributeValue] = []
    private var numbering = HashNumbering()

    var count: Int { numbering.count }
    var hashes: [UInt64] { numbering.hashes }

    /// The number of a value, given its hash; the value itself is asked for only when it is new.
    @inline(__always)
    mutating func number(_ hash: UInt64, _ value: () -> AttributeValue) -> UInt32 {
        let number = numbering.number(hash)
        if number == values.count { values.append(value()) }
        return UInt32(truncatingIfNeeded: number)
    }
}
