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
    @inline(__always)
    init(count: Int, where matches: (Int) -> Bool) {
        self.count = count
        words = [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, initialized in
            // Whole words first: a loop of known length becomes vector code.
            let whole = count >> 6
            for index in 0..<whole {
                var word: UInt64 = 0
                for bit in 0..<64 { word |= (matches(index &<< 6 &+ bit) ? 1 : 0) &<< UInt64(truncatingIfNeeded: bit) }
                words.initializeElement(at: index, to: word)
            }
            initialized = whole
            guard whole &<< 6 < count else { return }
            var word: UInt64 = 0
            for row in (whole &<< 6)..<count { word |= (matches(row) ? 1 : 0) &<< UInt64(row & 63) }
            words.initializeElement(at: whole, to: word)
            initialized = whole &+ 1
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
