/// Gives each distinct pair of 64-bit words a code, 1 and up, in order of first appearance.
///
/// One word suffices for numbers and booleans; trace ids take two.
package struct WordInterner: Sendable {
    package private(set) var high: [UInt64] = []
    package private(set) var low: [UInt64] = []
    private var slots: [UInt32] = []
    private var lastCode: UInt16 = 0

    package init() {}

    package var count: Int { low.count }

    /// The code of a value; 0 where the dictionary is full (65 535 entries).
    package mutating func intern(high highWord: UInt64 = 0, low lowWord: UInt64) -> UInt16 {
        if lastCode != 0, low[Int(lastCode) &- 1] == lowWord, high[Int(lastCode) &- 1] == highWord { return lastCode }
        if low.count &* 2 >= slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash(highWord, lowWord)) & mask
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) &- 1
            if low[entry] == lowWord, high[entry] == highWord {
                lastCode = UInt16(truncatingIfNeeded: entry &+ 1)
                return lastCode
            }
            slot = (slot &+ 1) & mask
        }
        guard low.count < Int(UInt16.max) else { return 0 }
        high.append(highWord)
        low.append(lowWord)
        slots[slot] = UInt32(low.count)
        lastCode = UInt16(truncatingIfNeeded: low.count)
        return lastCode
    }

    private func hash(_ high: UInt64, _ low: UInt64) -> UInt64 { ValueHash.trace(TraceID(high: high, low: low)) }

    private mutating func grow() {
        let size = max(16, slots.count &* 2)
        slots = [UInt32](repeating: 0, count: size)
        for entry in 0..<low.count {
            var slot = Int(truncatingIfNeeded: hash(high[entry], low[entry])) & (size &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (size &- 1) }
            slots[slot] = UInt32(entry &+ 1)
        }
    }
}

extension WordInterner {
    /// The words as trace ids.
    package var traces: [TraceID] { zip(high, low).map { TraceID(high: $0, low: $1) } }
    /// The words as integers.
    package var integers: [Int64] { low.map { Int64(bitPattern: $0) } }
    /// The words as doubles.
    package var doubles: [Double] { low.map { Double(bitPattern: $0) } }
    /// The words as flags.
    package var booleans: [Bool] { low.map { $0 != 0 } }
}
