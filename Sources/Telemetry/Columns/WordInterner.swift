/// What a `WordInterner` can number: a number's or flag's 64 bits, or a trace id.
public protocol InternedWord: BitwiseCopyable, Equatable {
    /// A hash under the process's key.
    func hash(key: UInt64) -> UInt64
}

extension UInt64: InternedWord {
    @inlinable @inline(__always)
    public func hash(key: UInt64) -> UInt64 { ValueHash.word(self, key: key) }
}

extension TraceID: InternedWord {
    @inlinable @inline(__always)
    public func hash(key: UInt64) -> UInt64 { ValueHash.trace(self, key: key) }
}

/// Gives each distinct word of a column a code, 1 and up, in order of first appearance.
public struct WordInterner<Word: InternedWord>: ~Copyable {
    @usableFromInline var words = GrowableBuffer<Word>()
    /// A word's code; 0 where a slot is free.
    @usableFromInline var slots = GrowableBuffer<UInt16>(repeating: 0, count: 32)
    @usableFromInline let key = ValueHash.key

    public init() {}

    public var count: Int { words.count }

    /// The code of a value; 0 where the dictionary is full (65 535 entries).
    @inlinable
    public mutating func intern(_ word: Word) -> UInt16 {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: word.hash(key: key)) & mask
        while true {
            let code = slots[place]
            if code == 0 { return add(word, at: place) }
            if words[Int(code) &- 1] == word { return code }
            place = (place &+ 1) & mask
        }
    }

    @inlinable
    mutating func add(_ word: Word, at place: Int) -> UInt16 {
        guard words.count < Int(UInt16.max) else { return 0 }
        words.append(word)
        let code = words.count
        slots[place] = UInt16(truncatingIfNeeded: code)
        if code &* 2 >= slots.count { grow() }
        return UInt16(truncatingIfNeeded: code)
    }

    @inlinable
    mutating func grow() {
        slots = GrowableBuffer(repeating: 0, count: slots.count &* 2)
        let mask = slots.count &- 1
        for entry in 0..<words.count {
            var place = Int(truncatingIfNeeded: words[entry].hash(key: key)) & mask
            while slots[place] != 0 { place = (place &+ 1) & mask }
            slots[place] = UInt16(truncatingIfNeeded: entry &+ 1)
        }
    }

    /// The distinct words.
    public var array: [Word] { words.array }
}

extension WordInterner<UInt64> {
    /// The words as integers.
    public var integers: [Int64] { words.elements.map { Int64(bitPattern: $0) } }
    /// The words as doubles.
    public var doubles: [Double] { words.elements.map { Double(bitPattern: $0) } }
    /// The words as flags.
    public var booleans: [Bool] { words.elements.map { $0 != 0 } }
}
