/// Compares byte strings eight bytes at a time; most are shorter than thirty.
public enum ByteStrings {
    /// Whether the same `count` bytes stand at both places; reads nothing beyond them.
    @inlinable @inline(__always)
    public static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
        let (left, right) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        if count >= 8 {
            var place = 0
            while place &+ 8 < count {
                if word(left, place) != word(right, place) { return false }
                place &+= 8
            }
            // The last eight bytes may overlap those before.
            return word(left, count &- 8) == word(right, count &- 8)
        }
        if count >= 4 {
            return halfWord(left, 0) == halfWord(right, 0) && halfWord(left, count &- 4) == halfWord(right, count &- 4)
        }
        for place in 0..<count
        where left.load(fromByteOffset: place, as: UInt8.self) != right.load(fromByteOffset: place, as: UInt8.self) {
            return false
        }
        return true
    }

    @inlinable @inline(__always)
    static func word(_ bytes: UnsafeRawPointer, _ place: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    }

    @inlinable @inline(__always)
    static func halfWord(_ bytes: UnsafeRawPointer, _ place: Int) -> UInt64 {
        UInt64(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }
}
