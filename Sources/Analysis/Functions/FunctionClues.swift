import SourceHistory
import SpanSources
import Telemetry

/// What spans of a function could be known by: the words of its text as one filter.
///
/// The filter lets through too much rather than too little; `OperationMapping` then decides. It is evaluated on
/// dictionaries, so that only the rows that can matter are grouped.
struct FunctionClues {
    let name: String
    let literals: [String]

    /// Literals past this many are left out.
    static let literalLimit = 80

    init(_ function: ChangedFunction) {
        name = function.function.name
        literals = Self.literals(in: function.text.joined(separator: "\n"))
    }

    /// Spans that may execute it.
    var predicate: Predicate {
        let (spanName, route) = (Field.intrinsic(.name), Field.anyScope("http.route"))
        let values = literals.map { AttributeValue.string($0) }
        var ways: [Predicate] = [codeName, .matches(spanName, pattern: identifier)]
        var routes: [Predicate] = values.isEmpty ? [] : [.isIn(route, values)]
        if !values.isEmpty { ways.append(.isIn(spanName, values)) }
        let paths = literals.filter { $0.contains("/") && $0.count > 1 }.prefix(8)
        if !paths.isEmpty {
            routes.append(.matches(route, pattern: paths.map(Self.routePattern).joined(separator: "|")))
        }
        if !routes.isEmpty { ways.append(Self.servesRoutes.and(.or(routes))) }
        return .or(ways)
    }

    private static let servesRoutes = Predicate.not(
        .isIn(
            .intrinsic(.kind), SpanKind.allCases.filter { !$0.servesRoutes }.map { .string($0.word) }))

    /// Spans whose `code.function.name` ends in the name.
    var codeName: Predicate {
        .matches(
            .anyScope("code.function.name"),
            pattern: "(^|[^A-Za-z0-9_])\(Self.escaped(name))($|[^A-Za-z0-9_])")
    }

    /// The name's words in any writing: `add_item` also as `AddItem` and `add item`.
    private var identifier: String {
        let words = Identifiers.parts(of: name)
        return "(?i)" + (words.isEmpty ? [name] : words).map(Self.escaped).joined(separator: "[^A-Za-z0-9]*")
    }

    /// `/cart/<id>` as a pattern that any framework's writing of the route meets.
    static func routePattern(_ literal: String) -> String {
        let parts = literal.split(separator: "/").map { part in
            part.contains { "{}:<>*$".contains($0) } ? "[^/]+" : escaped(String(part))
        }
        return "/" + parts.joined(separator: "/") + "$"
    }

    private static func escaped(_ text: String) -> String {
        text.map { $0.isLetter || $0.isNumber || $0 == "_" ? String($0) : "\\\($0)" }.joined()
    }

    /// Texts between quotes, on one line, each once.
    static func literals(in text: String) -> [String] {
        var (found, seen) = ([String](), Set<String>())
        for line in text.split(separator: "\n") {
            var rest = line[...]
            while let open = rest.firstIndex(where: { "\"'`".contains($0) }), found.count < literalLimit {
                let after = rest[rest.index(after: open)...]
                guard let close = after.firstIndex(of: rest[open]) else { break }
                let literal = String(after[..<close])
                if (2...200).contains(literal.count), seen.insert(literal).inserted { found.append(literal) }
                rest = after[after.index(after: close)...]
            }
        }
        return found
    }
}
