/// A regular expression over printable ASCII, as a tree.
indirect enum PatternNode: Equatable {
    /// One character out of a set.
    case character(CharacterSet128)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// At least `minimum` times; any number of times where there is no maximum.
    case repetition(PatternNode, minimum: Int, maximum: Int?)
    /// Before the first character.
    case start
    /// After the last character.
    case end
}

/// A set of ASCII characters.
struct CharacterSet128: Equatable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    init(_ characters: some Sequence<UInt8>) { for character in characters { insert(character) } }

    /// The characters texts are matched over; texts with others are left to the general engine.
    static let printable = CharacterSet128(0x20...0x7E)
    static let digits = CharacterSet128(UInt8(ascii: "0")...UInt8(ascii: "9"))
    static let letters = CharacterSet128(
        Array(UInt8(ascii: "A")...UInt8(ascii: "Z")) + Array(UInt8(ascii: "a")...UInt8(ascii: "z")))
    static let space = CharacterSet128([UInt8(ascii: " ")])
    static let word = digits.union(letters).union(CharacterSet128([UInt8(ascii: "_")]))

    func contains(_ character: UInt8) -> Bool {
        character < 64
            ? low >> UInt64(character) & 1 == 1 : character < 128 && high >> UInt64(character - 64) & 1 == 1
    }

    mutating func insert(_ character: UInt8) {
        if character < 64 {
            low |= 1 << UInt64(character)
        } else if character < 128 {
            high |= 1 << UInt64(character - 64)
        }
    }

    func union(_ other: CharacterSet128) -> CharacterSet128 {
        var union = self
        union.low |= other.low
        union.high |= other.high
        return union
    }

    /// The printable characters that are not in the set.
    var complement: CharacterSet128 {
        var complement = Self.printable
        complement.low &= ~low
        complement.high &= ~high
        return complement
    }

    /// The set with both cases of its letters.
    var ignoringCase: CharacterSet128 {
        var both = self
        for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") where contains(letter) || contains(letter | 0x20) {
            both.insert(letter)
            both.insert(letter | 0x20)
        }
        return both
    }
}
