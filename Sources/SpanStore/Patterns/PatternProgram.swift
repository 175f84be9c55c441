/// A pattern as a non-deterministic automaton (Thompson's construction): states and where they lead.
///
/// Source: Ken Thompson (1968), "Regular expression search algorithm".
struct PatternProgram {
    enum State: Equatable {
        case character(CharacterSet128, next: Int)
        case split(Int, Int)
        case start(next: Int)
        case end(next: Int)
        case match
    }

    private(set) var states: [State] = [.match]
    /// Where matching begins.
    private(set) var entry = 0

    private static let stateLimit = 4000

    /// Nil where the pattern would take too many states.
    init?(_ pattern: PatternNode) {
        entry = add(pattern, before: 0)
        if states.count > Self.stateLimit { return nil }
    }

    /// Adds the states of a node that go on to a state; gives the first of them.
    private mutating func add(_ node: PatternNode, before next: Int) -> Int {
        // Past the limit nothing is built any more; the initializer then gives nil.
        guard states.count <= Self.stateLimit else { return next }
        switch node {
        case .character(let set): return append(.character(set, next: next))
        case .start: return append(.start(next: next))
        case .end: return append(.end(next: next))
        case .sequence(let parts): return parts.reversed().reduce(next) { add($1, before: $0) }
        case .choice(let branches):
            let entries = branches.map { add($0, before: next) }
            return entries.dropLast().reversed().reduce(entries[entries.count - 1]) { append(.split($1, $0)) }
        case .repetition(let inner, let minimum, let maximum):
            var entry = next
            if let maximum {
                for _ in minimum..<maximum { entry = append(.split(add(inner, before: entry), next)) }
            } else {
                let loop = append(.split(next, next))
                states[loop] = .split(add(inner, before: loop), next)
                entry = loop
            }
            for _ in 0..<minimum { entry = add(inner, before: entry) }
            return entry
        }
    }

    private mutating func append(_ state: State) -> Int {
        states.append(state)
        return states.count - 1
    }

    /// Everything reached from some states without a character; sorted, without the states that only lead on.
    func closure(_ entries: [Int], isAtStart: Bool, isAtEnd: Bool = false) -> [Int] {
        var seen = Set<Int>()
        var reached: [Int] = []
        var waiting = entries
        while let index = waiting.popLast() {
            guard seen.insert(index).inserted else { continue }
            switch states[index] {
            case .character, .match: reached.append(index)
            case .split(let first, let second): waiting += [first, second]
            case .start(let next): if isAtStart { waiting.append(next) }
            case .end(let next): if isAtEnd { waiting.append(next) } else { reached.append(index) }
            }
        }
        return reached.sorted()
    }
}
