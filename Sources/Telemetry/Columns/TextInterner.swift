/// Gives each distinct byte string of a column a code, 1 and up, in order of first appearance.
///
/// Open addressing. A slot holds the upper 48 bits of an entry's hash and, below them, its code; the place of a slot
/// comes from the hash's uppermost bits. So a look-up touches one slot and, where the hash is the same, the bytes.
public struct TextInterner: ~Copyable {
    @usableFromInline var bytes = GrowableBuffer<UInt8>()
    /// Where each entry ends, after a 0.
    @usableFromInline var ends = GrowableBuffer<UInt32>()
    @usableFromInline var slots = GrowableBuffer<UInt64>(repeating: 0, count: 32)
    /// 64 less the number of bits of a slot's place.
    @usableFromInline var shift: UInt64 = 59
    @usableFromInline let key = ValueHash.key

    public init() { ends.append(0) }

    /// The code of a byte string; 0 where the dictionary is full (65 535 entries).
    @inlinable @inline(__always)
    public mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> UInt16 {
        intern(text, hash: ValueHash.text(text, key: key))
    }

    /// The code of a byte string whose hash is known already.
    @inlinable
    public mutating func intern(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> UInt16 {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: hash &>> shift)
        while true {
            let slot = slots[place]
            if slot == 0 { return add(text, hash, at: place) }
            if (slot ^ hash) >> 16 == 0, holds(Int(slot & 0xFFFF) &- 1, text) {
                return UInt16(truncatingIfNeeded: slot)
            }
            place = (place &+ 1) & mask
        }
    }

    @inlinable @inline(__always)
    func holds(_ entry: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = Int(ends[entry])
        guard Int(ends[entry &+ 1]) &- start == text.count else { return false }
        guard let other = text.baseAddress else { return true }
        return ByteStrings.areEqual(bytes.base + start, other, count: text.count)
    }

    @usableFromInline
    mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, at place: Int) -> UInt16 {
        let code = ends.count
        guard code <= Int(UInt16.max) else { return 0 }
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
        slots[place] = hash & ~0xFFFF | UInt64(code)
        if code * 2 >= slots.count { grow() }
        return UInt16(code)
    }

    private mutating func grow() {
        var larger = GrowableBuffer<UInt64>(repeating: 0, count: slots.count * 2)
        shift -= 1
        for slot in slots.elements where slot != 0 {
            var place = Int(slot >> shift)
            while larger[place] != 0 { place = (place &+ 1) & (larger.count &- 1) }
            larger[place] = slot
        }
        slots = larger
    }

    /// The distinct byte strings.
    package var dictionary: TextDictionary {
        TextDictionary(bytes: bytes.array, ends: Array(ends.elements.dropFirst()))
    }
}
