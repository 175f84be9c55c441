@testable import SpanStore
import Testing

/// The automaton against the general engine.
struct PatternTests {
    private static func check(_ pattern: String, _ texts: [String]) throws {
        guard var automaton = PatternAutomaton(pattern) else {
            Issue.record("'\(pattern)' takes the general engine")
            return
        }
        let regex = try Regex(pattern)
        for text in texts {
            let found = Array(text.utf8).withUnsafeBufferPointer { automaton.matches($0) }
            #expect(found == text.contains(regex), "'\(pattern)' in '\(text)'")
        }
    }

    @Test func `plain patterns find what the general engine finds`() throws {
        let texts = [
            "", "a", "ab", "abc", "xabcx", "user-17", "user-1x7", "user-107", "GET /api/v1/cart", "get /API/x", "aaa",
            "a.b", "timeout after 3s", "foo-bar_baz 9", "^$", "[x]", "a{2}", "-",
        ]
        for pattern in [
            "", "a", "^a", "a$", "^$", "^(?:)$", "a|b", "^(a|ab)$", "a*", "^a*$", "a+b?", "^(?:user-1[0-9]*7)$", "[^a]",
            "^[^a-c ]+$", #"\d+s"#, #"^\w+$"#, #"a\.b"#, "a.b", "(ab)+c", "a{2}", "a{2,}", "^a{1,2}$", "(?i)get /api",
            "(?i)[a-c]{3}", #"\[x\]"#, "$^", "(^|x)a", "x|^|y", "[a-]", #"\S \S"#, "a{0}b", "(a|b)*c", "a??b", "(a*)*c",
        ] { try Self.check(pattern, texts) }
    }

    @Test(arguments: 0..<40) func `random patterns find what the general engine finds`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            let pattern = Self.pattern(depth: 3, &random)
            let texts = (0..<20).map { _ in
                String(
                    (0..<Int.random(in: 0...8, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
            }
            try Self.check(pattern, texts)
        }
    }

    private static func pattern(depth: Int, _ random: inout SeededGenerator) -> String {
        func inner() -> String { pattern(depth: depth - 1, &random) }
        switch depth > 0 ? Int.random(in: 0..<10, using: &random) : 9 {
        case 0: return "(?:\(inner()))*"
        case 1: return "(\(inner()))?"
        case 2: return "(?:\(inner())){1,2}"
        case 3, 4: return inner() + inner()
        case 5, 6: return "(?:\(inner())|\(inner()))"
        case 7: return "^" + inner()
        case 8: return inner() + "$"
        default: return ["a", "b", "c", ".", "[ab]", "[^a]"].randomElement(using: &random) ?? "a"
        }
    }

    @Test func `what only the general engine reads is left to it`() {
        for pattern in [
            #"(a)\1"#, "(?=a)", "(?<name>a)", #"\bword"#, "a*+", "é", "[[:alpha:]]", "[a&&b]", #"\x41"#, "a{1000}",
            "(?s)a", #"\p{L}"#, "((a{50}){50}){50}",
        ] { #expect(PatternAutomaton(pattern) == nil, "\(pattern)") }
    }

    @Test func `texts beyond printable characters are left to the general engine`() throws {
        var automaton = try #require(PatternAutomaton("c"))
        for text in ["c\u{301}", "xc\r\n", "é", "c\t"] {
            #expect(Array(text.utf8).withUnsafeBufferPointer { automaton.matches($0) } == nil)
        }
    }

    @Test func `patterns that drive backtracking mad run in one pass`() throws {
        var automaton = try #require(PatternAutomaton("^(a+)+(a*)*b$"))
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        #expect(text.withUnsafeBufferPointer { automaton.matches($0) } == false)
    }
}
