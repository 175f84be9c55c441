/// Gives each distinct byte string of a column a code, 1 and up, in order of first appearance.
package struct TextInterner: Sendable {
    package private(set) var dictionary = TextDictionary()
    private var hashes: [UInt64] = []
    private var slots: [UInt32] = []
    private var lastCode: UInt16 = 0

    package init() {}

    /// The code of a byte string; 0 where the dictionary is full (65 535 entries).
    package mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> UInt16 {
        if lastCode != 0, holds(Int(lastCode) &- 1, text) { return lastCode }
        return intern(text, hash: ValueHash.text(text))
    }

    /// The code of a byte string whose hash is known already.
    package mutating func intern(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64) -> UInt16 {
        if hashes.count &* 2 >= slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = Int(slots[slot]) &- 1
            if hashes[entry] == hash, holds(entry, text) {
                lastCode = UInt16(truncatingIfNeeded: entry &+ 1)
                return lastCode
            }
            slot = (slot &+ 1) & mask
        }
        guard hashes.count < Int(UInt16.max) else { return 0 }
        hashes.append(hash)
        dictionary.bytes.append(contentsOf: text)
        dictionary.ends.append(UInt32(dictionary.bytes.count))
        slots[slot] = UInt32(hashes.count)
        lastCode = UInt16(truncatingIfNeeded: hashes.count)
        return lastCode
    }

    @inline(__always)
    private func holds(_ entry: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = entry == 0 ? 0 : Int(dictionary.ends[entry &- 1])
        let length = Int(dictionary.ends[entry]) &- start
        guard length == text.count else { return false }
        return dictionary.bytes.withUnsafeBufferPointer { bytes in
            for position in 0..<length where bytes[start &+ position] != text[position] { return false }
            return true
        }
    }

    private mutating func grow() {
        let size = max(16, slots.count &* 2)
        slots = [UInt32](repeating: 0, count: size)
        for (entry, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (size &- 1) }
            slots[slot] = UInt32(entry &+ 1)
        }
    }
}
