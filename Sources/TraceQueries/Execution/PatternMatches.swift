/// A compiled pattern that remembers its answers: values repeat far more often than they differ.
struct PatternMatches {
    /// Nil where the pattern does not compile, which validation has ruled out.
    private let regex: Regex<AnyRegexOutput>?
    private var answers: [String: Bool] = [:]

    /// Compiles a pattern of TraceQL, which matches whole values.
    init(_ pattern: String) { regex = try? Regex(PredicatePushdown.anchored(pattern)) }

    /// Whether a value matches.
    mutating func holds(_ text: String) -> Bool {
        if let known = answers[text] { return known }
        let answer = regex.map { text.contains($0) } ?? false
        answers[text] = answer
        return answer
    }
}
