import Telemetry

/// One bit per row of a group.
struct Bitmap {
    private(set) var words: [UInt64]
    let count: Int

    /// All bits alike.
    init(count: Int, filled: Bool) {
        self.count = count
        words = [UInt64](repeating: filled ? .max : 0, count: (count + 63) / 64)
        trim()
    }

    /// Bit `i` is set where `matches(i)`; the closure is inlined.
    ///
    /// Each row first gives a byte, which a loop over plain columns does many of at a time; then eight bytes become
    /// eight bits with one multiplication.
    @inline(__always)
    init(count: Int, where matches: (Int) -> Bool) {
        self.count = count
        words = [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, initialized in
            withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { bytes in
                var row = 0
                while row &+ 64 <= count {
                    for offset in 0..<64 { bytes[offset] = matches(row &+ offset) ? 1 : 0 }
                    var word: UInt64 = 0
                    for part in 0..<8 {
                        let eight = bytes.load(fromByteOffset: part &* 8, as: UInt64.self)
                        let bits = (eight &* 0x0102_0408_1020_4080) &>> 56
                        word |= bits &<< UInt64(truncatingIfNeeded: part &* 8)
                    }
                    words.initializeElement(at: row &>> 6, to: word)
                    row &+= 64
                }
                if row < count {
                    var word: UInt64 = 0
                    for offset in 0..<(count &- row) where matches(row &+ offset) { word |= 1 << UInt64(offset) }
                    words.initializeElement(at: row &>> 6, to: word)
                }
            }
            initialized = (count + 63) / 64
        }
    }

    @inline(__always)
    subscript(row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

    mutating func set(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func formIntersection(_ other: Bitmap) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    mutating func formUnion(_ other: Bitmap) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func subtract(_ other: Bitmap) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    mutating func invert() {
        for index in words.indices { words[index] = ~words[index] }
        trim()
    }

    /// The rows that are set, ascending.
    func rows() -> [UInt16] {
        let population = population
        if population == Self.everyRow.count { return Self.everyRow }
        return [UInt16](unsafeUninitializedCapacity: population) { rows, initialized in
            var next = 0
            forEachRow { row in
                rows.initializeElement(at: next, to: UInt16(truncatingIfNeeded: row))
                next &+= 1
            }
            initialized = next
        }
    }

    /// The rows of a full segment, which all queries share.
    private static let everyRow = (0..<UInt16(ColumnTable.maximumRows)).map { $0 }

    /// Calls the body with each row that is set, ascending; inlined.
    @inline(__always)
    func forEachRow(_ body: (Int) -> Void) {
        words.withUnsafeBufferPointer { words in
            for index in 0..<words.count {
                var rest = words[index]
                while rest != 0 {
                    body(index &* 64 &+ rest.trailingZeroBitCount)
                    rest &= rest &- 1
                }
            }
        }
    }

    private mutating func trim() {
        let extra = words.count * 64 - count
        if extra > 0, let last = words.indices.last { words[last] &= .max >> UInt64(extra) }
    }
}
