import SpanSources
import Telemetry

/// Random spans with all that goes wrong in families: parents that never come, spans that name themselves, circles,
/// ids that occur in several traces, children that arrive long before their parents.
struct RandomTelemetry {
    private var random: SeededGenerator
    private(set) var spans: [SampleSpan] = []

    static let user = AttributeName(.span, "user.id")
    static let tier = AttributeName(.resource, "tier")

    private let hasCircles: Bool

    /// - Parameter hasCircles: Whether a span may be its own ancestor.
    init(seed: UInt64, traces: Int = 25, hasCircles: Bool = true) {
        random = SeededGenerator(seed: seed)
        self.hasCircles = hasCircles
        for trace in 1...UInt64(traces) { addTrace(trace) }
        spans.shuffle(using: &random)
    }

    private mutating func addTrace(_ trace: UInt64) {
        let count = Int.random(in: 1...14, using: &random)
        // The same few ids in every trace.
        let ids = (1...UInt64(count)).map { $0 * 3 }
        let start = Int64.random(in: 0..<1_000_000_000, using: &random)
        for (place, id) in ids.enumerated() {
            var span = SampleSpan(trace: trace, span: id)
            span.parent = parent(place, ids)
            span.start = start + Int64.random(in: 0..<1_000_000, using: &random)
            span.duration = Int64.random(in: 0..<1_000_000, using: &random)
            span.name = "op \(Int.random(in: 0..<5, using: &random))"
            span.service = "service \(Int.random(in: 0..<3, using: &random))"
            span.status = Int.random(in: 0..<5, using: &random) == 0 ? .error : .unset
            if Bool.random(using: &random) { span.attributes[Self.user] = user() }
            if Bool.random(using: &random) {
                span.attributes[Self.tier] = .string(Bool.random(using: &random) ? "a" : "")
            }
            spans.append(span)
        }
    }

    private mutating func parent(_ place: Int, _ ids: [UInt64]) -> UInt64 {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return 0
        case 1: return 1_000 + UInt64(place)
        case 2: return ids[place]
        case 3 where hasCircles: return ids.randomElement(using: &random) ?? 0
        default: return place == 0 ? 0 : ids[Int.random(in: 0..<place, using: &random)]
        }
    }

    private mutating func user() -> AttributeValue {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: .integer(Int64.random(in: 0..<4, using: &random))
        case 1: .boolean(true)
        case 2:
            .composite(
                json: "[\"user-\(Int.random(in: 0..<6, using: &random))\",\(Int.random(in: 0..<4, using: &random))]")
        default: .string("user-\(Int.random(in: 0..<60, using: &random))")
        }
    }

    // MARK: Questions

    /// A random structural query of TraceQL, without groups.
    mutating func spanset(depth: Int = 2) -> String {
        let filters = [
            "{}", "{ name = `op 1` }", "{ name =~ `op [0-2]` }", "{ status = error }", "{ span.user.id != nil }",
            "{ span.user.id = `user-1` }", "{ span.user.id != `user-1` }", "{ span.user.id !~ `user-1.*` }",
            "{ span.user.id > 1 }",
            "{ parent.user.id =~ `user-1.*` }", "{ resource.service.name = `service 2` && duration > 200us }",
            "{ parent = nil }", "{ nestedSetParent >= 0 }",
        ]
        guard depth > 0 else { return filters.randomElement(using: &random) ?? "{}" }
        let operators = [
            ">", ">>", "<", "<<", "~", "!>", "!>>", "!<", "!<<", "!~", "&>", "&>>", "&<", "&<<", "&~", "||", "&&",
        ]
        let operation = operators.randomElement(using: &random) ?? ">"
        return "(\(spanset(depth: Int.random(in: 0..<depth, using: &random))) \(operation) "
            + "\(spanset(depth: Int.random(in: 0..<depth, using: &random))))"
    }

    /// A random condition, relatives of relatives included.
    mutating func predicate(depth: Int = 3) -> Predicate {
        switch depth > 0 ? Int.random(in: 0..<9, using: &random) : 9 {
        case 0: return .and([predicate(depth: depth - 1), predicate(depth: depth - 1)])
        case 1: return .or([predicate(depth: depth - 1), predicate(depth: depth - 1)])
        case 2: return .not(predicate(depth: depth - 1))
        case 3...7:
            let relative = Predicate.Relative.allCases.randomElement(using: &random) ?? .parent
            return .hasRelative(relative, predicate(depth: depth - 1))
        default: return leaf()
        }
    }

    private mutating func leaf() -> Predicate {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return .named("op \(Int.random(in: 0..<6, using: &random))")
        case 1: return .compare(.intrinsic(.name), .notEqual, .string("op 1"))
        case 2: return .compare(.attribute(Self.user), .equal, user())
        case 3: return .compare(.attribute(Self.user), .notEqual, user())
        case 4: return .isIn(.attribute(Self.user), [user(), user(), user()])
        case 5: return .isIn(.intrinsic(.spanID), [.string(SpanID(6).description), .string("none")])
        case 6: return .compare(.intrinsic(.parentID), .equal, .string(""))
        case 7: return .compare(.intrinsic(.duration), .less, .integer(500_000))
        default: return .matches(.attribute(Self.user), pattern: "^user-[1-3]")
        }
    }

    /// A random range, often one that starts or ends inside.
    mutating func range() -> TimeRange {
        let ends = [0, 1].map { _ in Int64.random(in: -100_000_000..<1_100_000_000, using: &random) }.sorted()
        return TimeRange(start: Timestamp(nanoseconds: ends[0]), end: Timestamp(nanoseconds: ends[1] + 1))
    }

    mutating func time() -> Timestamp { range().end }

    mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
}
