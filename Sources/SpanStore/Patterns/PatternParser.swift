/// Reads the part of the regular-expression language that an automaton can run: characters, classes, groups, choices,
/// repetitions and anchors over printable ASCII.
///
/// Whatever else the language has (back references, look-around, Unicode properties, flags but a leading `(?i)`) gives
/// nil, and the general engine takes over; so this reads nothing in another sense than that engine does.
struct PatternParser {
    private let text: [UInt8]
    private var position = 0
    private let ignoresCase: Bool

    private static let repetitionLimit = 200

    /// The tree of a pattern; nil where the automaton cannot run it.
    static func parse(_ pattern: String) -> PatternNode? {
        let flag = "(?i)"
        let ignoresCase = pattern.hasPrefix(flag)
        var parser = PatternParser(Array(pattern.utf8.dropFirst(ignoresCase ? flag.utf8.count : 0)), ignoresCase)
        guard parser.text.allSatisfy({ (0x20...0x7E).contains($0) }), let node = parser.choice(),
            parser.position == parser.text.count
        else { return nil }
        return node
    }

    private init(_ text: [UInt8], _ ignoresCase: Bool) {
        self.text = text
        self.ignoresCase = ignoresCase
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func choice() -> PatternNode? {
        var branches: [PatternNode] = []
        repeat {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        } while take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() -> PatternNode? {
        var parts: [PatternNode] = []
        while let next, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
            guard let atom = atom(), let part = quantified(atom) else { return nil }
            parts.append(part)
        }
        return .sequence(parts)
    }

    private mutating func atom() -> PatternNode? {
        guard let character = next else { return nil }
        position += 1
        switch Unicode.Scalar(character) {
        case "(":
            if take("?"), !take(":") { return nil }
            guard let inner = choice(), take(")") else { return nil }
            return inner
        case "[": return characterClass().map { .character(ignoresCase ? $0.ignoringCase : $0) }
        case ".": return .character(.printable)
        case "^": return .start
        case "$": return .end
        case "\\": return escape().map { .character(ignoresCase ? $0.ignoringCase : $0) }
        case "*", "+", "?", "{", "}", "]": return nil
        default:
            let set = CharacterSet128([character])
            return .character(ignoresCase ? set.ignoringCase : set)
        }
    }

    /// The set after a backslash.
    private mutating func escape() -> CharacterSet128? {
        guard let character = next else { return nil }
        position += 1
        switch Unicode.Scalar(character) {
        case "d": return .digits
        case "D": return CharacterSet128.digits.complement
        case "w": return .word
        case "W": return CharacterSet128.word.complement
        case "s": return .space
        case "S": return CharacterSet128.space.complement
        default: return CharacterSet128.word.contains(character) ? nil : CharacterSet128([character])
        }
    }

    // MARK: Repetition

    private mutating func quantified(_ atom: PatternNode) -> PatternNode? {
        let bounds: (minimum: Int, maximum: Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if take("{") {
            guard let counted = counted() else { return nil }
            bounds = counted
        } else {
            return atom
        }
        // Reluctant repetition finds the same texts; possessive repetition does not.
        _ = take("?")
        if let next, [UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "{")].contains(next) {
            return nil
        }
        if atom == .start || atom == .end { return nil }
        return .repetition(atom, minimum: bounds.minimum, maximum: bounds.maximum)
    }

    /// `n}`, `n,}` or `n,m}`.
    private mutating func counted() -> (Int, Int?)? {
        guard let minimum = number() else { return nil }
        if take("}") { return (minimum, minimum) }
        guard take(",") else { return nil }
        if take("}") { return (minimum, nil) }
        guard let maximum = number(), maximum >= minimum, take("}") else { return nil }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next, CharacterSet128.digits.contains(next) {
            value = (value ?? 0) * 10 + Int(next - UInt8(ascii: "0"))
            if let value, value > Self.repetitionLimit { return nil }
            position += 1
        }
        return value
    }

    // MARK: Classes

    private mutating func characterClass() -> CharacterSet128? {
        let isNegated = take("^")
        var set = CharacterSet128()
        var isEmpty = true
        while let character = next, character != UInt8(ascii: "]") {
            guard let part = classPart() else { return nil }
            set = set.union(part)
            isEmpty = false
        }
        guard !isEmpty, take("]") else { return nil }
        if ignoresCase { set = set.ignoringCase }
        return isNegated ? set.complement : set
    }

    /// A character, a range or an escape inside a class.
    private mutating func classPart() -> CharacterSet128? {
        guard let first = next else { return nil }
        position += 1
        switch Unicode.Scalar(first) {
        case "\\": return escape()
        // Nested classes and set operations.
        case "[", "&", "~", "-", "^": return nil
        default: break
        }
        guard next == UInt8(ascii: "-"), position + 1 < text.count else { return CharacterSet128([first]) }
        let last = text[position + 1]
        guard last != UInt8(ascii: "]") else {
            position += 1
            return CharacterSet128([first, UInt8(ascii: "-")])
        }
        guard last >= first, CharacterSet128.word.contains(last) else { return nil }
        position += 2
        return CharacterSet128(first...last)
    }
}
