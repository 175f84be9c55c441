/// 64-bit hashes of values, keyed once per process so that hostile telemetry cannot aim at collisions.
///
/// Multiply-and-fold over eight bytes at a time, after Wang Yi's "wyhash". Dictionaries of different segments are
/// merged by these hashes.
package enum ValueHash {
    private static let seed = UInt64.random(in: .min ... .max)
    private static let first: UInt64 = 0xA076_1D64_78BD_642F
    private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB

    /// The hash of a byte string.
    package static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 { text(bytes, seed: seed) }

    /// A hash of a byte string that is the same in every process; a sender can aim at collisions.
    package static func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 { text(bytes, seed: second) }

    @inline(__always)
    private static func text(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
        var state = seed ^ first
        var position = 0
        let count = bytes.count
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return mix(state, second) }
        while position &+ 8 <= count {
            let word = base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            state = mix(word ^ second, state ^ first)
            position &+= 8
        }
        var rest: UInt64 = 0
        while position < count {
            rest = rest << 8 | UInt64(bytes[position])
            position &+= 1
        }
        return mix(rest ^ first, state ^ second ^ UInt64(truncatingIfNeeded: count))
    }

    /// The hash of a 64-bit value, apart from every other kind's.
    package static func bits(_ value: UInt64, kind: UInt8) -> UInt64 {
        mix(value ^ seed, second ^ UInt64(kind) &* first)
    }

    /// The hash a value has in a dictionary of its type.
    package static func value(_ value: AttributeValue) -> UInt64 {
        switch value {
        case .string(let text): self.text(text)
        case .composite(let json): ~self.text(json)
        case .integer(let number): bits(UInt64(bitPattern: number), kind: 1)
        case .double(let number): bits(number.bitPattern, kind: 2)
        case .boolean(let flag): bits(flag ? 1 : 0, kind: 3)
        }
    }

    /// The hash of a text's UTF-8.
    package static func text(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { self.text($0) }
    }

    /// The hash of a trace id.
    package static func trace(_ id: TraceID) -> UInt64 { mix(id.high ^ seed, id.low ^ first) }

    /// Two hashes in one, order mattering.
    package static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 { mix(left ^ first, right &+ second) }

    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
