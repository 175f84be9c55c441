/// A set of 64-bit hashes with open addressing.
struct HashSet64: Sendable {
    private var slots: [UInt64]
    private(set) var count = 0
    private var hasZero = false

    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
    }

    func contains(_ hash: UInt64) -> Bool {
        guard hash != 0 else { return hasZero }
        let mask = slots.count &- 1
        var slot = Self.place(hash, mask)
        while slots[slot] != 0 {
            if slots[slot] == hash { return true }
            slot = (slot &+ 1) & mask
        }
        return false
    }

    @inline(__always)
    private static func place(_ hash: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    }

    /// The places of the hashes that are in this set or another one.
    ///
    /// The first slots of all hashes are looked at before any answer is needed, so that the memory behind them, which
    /// is rarely in a cache, is fetched side by side.
    func places(of hashes: [UInt64], inThisOr other: HashSet64) -> [Int] {
        let (mask, otherMask) = (slots.count &- 1, other.slots.count &- 1)
        let suspects = [Int](unsafeUninitializedCapacity: hashes.count) { suspects, count in
            slots.withUnsafeBufferPointer { slots in
                other.slots.withUnsafeBufferPointer { otherSlots in
                    for position in hashes.indices {
                        let hash = hashes[position]
                        suspects[count] = position
                        let held = slots[Self.place(hash, mask)] | otherSlots[Self.place(hash, otherMask)]
                        count &+= held == 0 && hash != 0 ? 0 : 1
                    }
                }
            }
        }
        return suspects.filter { contains(hashes[$0]) || other.contains(hashes[$0]) }
    }

    /// Adds a hash; false where it was there.
    mutating func insert(_ hash: UInt64) -> Bool {
        guard hash != 0 else {
            defer { hasZero = true }
            count += hasZero ? 0 : 1
            return !hasZero
        }
        if count &* 2 >= slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Self.place(hash, mask)
        while slots[slot] != 0 {
            if slots[slot] == hash { return false }
            slot = (slot &+ 1) & mask
        }
        slots[slot] = hash
        count &+= 1
        return true
    }

    /// Every hash, in no order.
    var elements: [UInt64] { slots.filter { $0 != 0 } + (hasZero ? [0] : []) }

    /// Adds every hash of another set.
    mutating func formUnion(_ other: HashSet64) {
        if other.hasZero { _ = insert(0) }
        for hash in other.slots where hash != 0 { _ = insert(hash) }
    }

    private mutating func grow() {
        let previous = slots
        slots = [UInt64](repeating: 0, count: previous.count * 2)
        count = hasZero ? 1 : 0
        for hash in previous where hash != 0 { _ = insert(hash) }
    }
}
