/// Runs a pattern over texts in one pass each, whatever the pattern: a deterministic automaton, made as far as texts
/// need it.
///
/// Takes printable ASCII; there it finds what the general engine finds, which measures texts in characters.
struct PatternAutomaton {
    private let program: PatternProgram
    /// What every place of a text but the first can begin with: a match may start anywhere.
    private let restart: [Int]
    /// The members of each state: states of the program.
    private var members: [[Int]] = []
    /// Bits of each state: `isMatch`, `isMatchAtEnd`, `isDead`.
    private var flags: [UInt8] = []
    private var numbers: [[Int]: Int] = [:]
    /// `states.count * width` numbers of states; `unknown` where the automaton has not been there.
    private var transitions: [Int32] = []

    private static let isMatch: UInt8 = 1
    /// A match where the text ends here.
    private static let isMatchAtEnd: UInt8 = 2
    /// Nothing that follows can match.
    private static let isDead: UInt8 = 4
    private static let unknown: Int32 = -1
    private static let first: UInt8 = 0x20
    private static let width = 0x7F - 0x20
    /// Past this many states the automaton starts anew.
    private static let stateLimit = 1000

    /// Nil where the pattern needs the general engine.
    init?(_ pattern: String) {
        guard let node = PatternParser.parse(pattern), let program = PatternProgram(node) else { return nil }
        self.program = program
        restart = program.closure([program.entry], isAtStart: false)
        begin()
    }

    /// Whether a text contains a match; nil where it holds anything but printable ASCII.
    mutating func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        var state = 0
        for position in 0..<text.count {
            let byte = text[position]
            let column = Int(byte &- Self.first)
            guard byte >= Self.first, column < Self.width else { return nil }
            if flags[state] & (Self.isMatch | Self.isDead) != 0 {
                return Self.isPrintable(text, from: position) ? flags[state] & Self.isMatch != 0 : nil
            }
            let known = transitions[state &* Self.width &+ column]
            state = known != Self.unknown ? Int(known) : step(state, byte)
        }
        return flags[state] & (Self.isMatch | Self.isMatchAtEnd) != 0
    }

    private static func isPrintable(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        for position in start..<text.count where text[position] < first || text[position] > 0x7E { return false }
        return true
    }

    private mutating func step(_ state: Int, _ byte: UInt8) -> Int {
        var entries = restart
        for member in members[state] {
            if case .character(let set, let next) = program.states[member], set.contains(byte) { entries.append(next) }
        }
        let reached = program.closure(entries, isAtStart: false)
        if flags.count >= Self.stateLimit {
            begin()
            return number(reached)
        }
        let next = number(reached)
        transitions[state * Self.width + Int(byte - Self.first)] = Int32(next)
        return next
    }

    /// Forgets all states but the one texts begin in, which no other place of a text is in.
    private mutating func begin() {
        members = []
        flags = []
        numbers = [:]
        transitions = []
        _ = append(program.closure([program.entry], isAtStart: true), isAtStart: true)
    }

    private mutating func number(_ reached: [Int]) -> Int {
        if let known = numbers[reached] { return known }
        let number = append(reached, isAtStart: false)
        numbers[reached] = number
        return number
    }

    private mutating func append(_ reached: [Int], isAtStart: Bool) -> Int {
        let atEnd = program.closure(reached, isAtStart: isAtStart, isAtEnd: true)
        let isDead = reached.isEmpty && restart.isEmpty
        members.append(reached)
        flags.append(
            (reached.contains(0) ? Self.isMatch : 0) | (atEnd.contains(0) ? Self.isMatchAtEnd : 0)
                | (isDead ? Self.isDead : 0))
        transitions += [Int32](repeating: Self.unknown, count: Self.width)
        return flags.count - 1
    }
}
