/// 64-bit hashes of values, keyed once per process so that hostile telemetry cannot aim at collisions.
///
/// Multiply-and-fold over eight bytes at a time, after Wang Yi's "wyhash". Dictionaries of different segments are
/// merged by these hashes.
public enum ValueHash {
    /// The key; hot loops keep a copy, since reading it here costs a check of whether it was made already.
    public static let key = UInt64.random(in: .min ... .max)
    @inlinable @inline(__always) static var first: UInt64 { 0xA076_1D64_78BD_642F }
    @inlinable @inline(__always) static var second: UInt64 { 0xE703_7ED1_A0B4_28DB }

    /// The hash of a byte string.
    public static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 { text(bytes, key: key) }

    /// A hash of a byte string that is the same in every process; a sender can aim at collisions.
    public static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 { text(bytes, key: second) }

    /// The hash of a byte string under a key.
    @inlinable @inline(__always)
    public static func text(_ bytes: UnsafeBufferPointer<UInt8>, key: UInt64) -> UInt64 {
        let count = bytes.count
        guard let base = UnsafeRawPointer(bytes.baseAddress), count > 0 else { return mix(key ^ first, second) }
        if count > 16 { return longText(base, count, key: key) }
        var (low, high): (UInt64, UInt64)
        if count >= 8 {
            low = ByteStrings.word(base, 0)
            high = ByteStrings.word(base, count &- 8)
        } else if count >= 4 {
            low = ByteStrings.halfWord(base, 0)
            high = ByteStrings.halfWord(base, count &- 4)
        } else {
            // All of one to three bytes: the first, the middle and the last.
            low = UInt64(base.load(as: UInt8.self)) << 16
            low |= UInt64(base.load(fromByteOffset: count &>> 1, as: UInt8.self)) << 8
            low |= UInt64(base.load(fromByteOffset: count &- 1, as: UInt8.self))
            high = 0
        }
        return mix(mix(low ^ key, high ^ key.byteSwapped) ^ first, second ^ UInt64(truncatingIfNeeded: count))
    }

    @usableFromInline
    static func longText(_ base: UnsafeRawPointer, _ count: Int, key: UInt64) -> UInt64 {
        var state = key.byteSwapped
        var place = 0
        while place &+ 16 < count {
            state = mix(ByteStrings.word(base, place) ^ key, ByteStrings.word(base, place &+ 8) ^ state)
            place &+= 16
        }
        // The last sixteen bytes may overlap those before.
        state = mix(ByteStrings.word(base, count &- 16) ^ key, ByteStrings.word(base, count &- 8) ^ state)
        return mix(state ^ first, second ^ UInt64(truncatingIfNeeded: count))
    }

    /// The hash of a 64-bit word under a key, for tables of one kind of value.
    @inlinable @inline(__always)
    public static func word(_ value: UInt64, key: UInt64) -> UInt64 { mix(value ^ key, first ^ key) }

    /// The hash of a 64-bit value, apart from every other kind's.
    public static func bits(_ value: UInt64, kind: UInt8) -> UInt64 {
        mix(value ^ key, second ^ UInt64(kind) &* first)
    }

    /// The hash a value has in a dictionary of its type.
    public static func value(_ value: AttributeValue) -> UInt64 {
        switch value {
        case .string(let text): self.text(text)
        case .composite(let json): ~self.text(json)
        case .integer(let number): bits(UInt64(bitPattern: number), kind: 1)
        case .double(let number): bits(number.bitPattern, kind: 2)
        case .boolean(let flag): bits(flag ? 1 : 0, kind: 3)
        }
    }

    /// The hash of a text's UTF-8.
    public static func text(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { self.text($0) }
    }

    /// The hash of a trace id.
    public static func trace(_ id: TraceID) -> UInt64 { trace(id, key: key) }

    /// The hash of a trace id under a key.
    @inlinable @inline(__always)
    public static func trace(_ id: TraceID, key: UInt64) -> UInt64 {
        mix(id.high ^ key, id.low ^ key.byteSwapped)
    }

    /// Two hashes in one, order mattering.
    public static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 { mix(left ^ first, right &+ second) }

    @inlinable @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
