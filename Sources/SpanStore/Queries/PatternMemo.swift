import SpanSources
import Telemetry

/// A regular expression with the answers it has given.
///
/// The same values stand in the dictionaries of many segments; each is matched once.
final class PatternMemo {
    private static let maximumAnswers = 1 << 18

    private let regex: Regex<AnyRegexOutput>
    private var answers: [UInt64: Bool] = [:]

    init(_ pattern: String) throws(SpanSourceError) {
        do {
            regex = try Regex(pattern)
        } catch {
            throw SpanSourceError(.invalidQuery, "the regular expression '\(pattern)' cannot be read: \(error)")
        }
    }

    func matches(_ value: AttributeValue) -> Bool {
        let hash = ValueHash.value(value)
        if let known = answers[hash] { return known }
        // Matching that runs too deep is no match; the engine reports it by throwing.
        let answer = (try? regex.firstMatch(in: value.description)) != nil
        if answers.count < Self.maximumAnswers { answers[hash] = answer }
        return answer
    }
}
