/// Whom each number of a sentence is about: the service, operation and build it names.
///
/// A sentence may name several. Where names and numbers take turns (`cart 843 ms, web 905 ms`, or `843 ms in cart and
/// 905 ms in web`) each number belongs to the name beside it; in any other order a number may belong to all of them.
struct NumberSubjects {
    private let all: Set<Entities.Mention>
    /// By kind: the one name for each number, where names and numbers take turns.
    private var turns: [Entities.Kind: [String]] = [:]

    init(_ text: ClaimText, _ entities: Entities) {
        all = entities.mentions(in: text.text)
        let segments = Self.segments(of: text).map(entities.mentions)
        for kind in Set(all.map(\.kind)) {
            turns[kind] = Self.turns(segments.map { Set($0.filter { $0.kind == kind }.map(\.name)) })
        }
    }

    /// Whether a number can be about something with these names; nil for the sentence as a whole.
    func admit(_ named: Set<Entities.Mention>, for quantity: Int?) -> Bool {
        for kind in Set(named.map(\.kind)) {
            let wanted = wanted(kind, quantity)
            guard wanted.isEmpty || named.contains(where: { $0.kind == kind && wanted.contains($0.name) }) else {
                return false
            }
        }
        return true
    }

    private func wanted(_ kind: Entities.Kind, _ quantity: Int?) -> Set<String> {
        if let quantity, let names = turns[kind] { return [names[quantity]] }
        return Set(all.filter { $0.kind == kind }.map(\.name))
    }

    /// What stands before, between and after the numbers.
    private static func segments(of text: ClaimText) -> [String] {
        var segments: [String] = []
        var start = 0
        for quantity in text.quantities {
            segments.append(text.tokens[start..<quantity.position].joined(separator: " "))
            start = quantity.position + 1
        }
        return segments + [text.tokens[start...].joined(separator: " ")]
    }

    /// The name for each number, from the names in the segments around them; nil where they do not take turns.
    private static func turns(_ names: [Set<String>]) -> [String]? {
        let distinct = names.reduce(into: Set<String>()) { $0.formUnion($1) }
        guard distinct.count > 1, names.allSatisfy({ $0.count <= 1 }) else { return nil }
        if names.first?.count == 1, names.last?.isEmpty == true { return carried(names.dropLast()) }
        if names.first?.isEmpty == true, names.last?.count == 1 {
            return carried(names.dropFirst().reversed()).reversed()
        }
        return nil
    }

    /// Each name until the next one.
    private static func carried(_ names: some Collection<Set<String>>) -> [String] {
        var carried: [String] = []
        for name in names { carried.append(name.first ?? carried.last ?? "") }
        return carried
    }
}
