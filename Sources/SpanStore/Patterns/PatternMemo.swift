import SpanSources
import Telemetry

/// A regular expression ready for the dictionaries of many segments.
///
/// Plain patterns run as an automaton over the dictionary's bytes. The general engine, some hundred times slower and
/// without a bound on its time, takes what is left; its answers are kept, since the same values stand in many segments.
final class PatternMemo {
    private static let maximumAnswers = 1 << 18

    private let regex: Regex<AnyRegexOutput>
    private var automaton: PatternAutomaton?
    private var answers: [UInt64: Bool] = [:]

    init(_ pattern: String) throws(SpanSourceError) {
        do {
            regex = try Regex(pattern)
        } catch {
            throw SpanSourceError(.invalidQuery, "the regular expression '\(pattern)' cannot be read: \(error)")
        }
        automaton = PatternAutomaton(pattern)
    }

    /// The rows of a column of texts that match; nil for a column of anything else.
    func rows(_ data: ColumnData, count: Int) -> Bitmap? {
        guard let coded = data.coded else { return nil }
        switch coded.dictionary {
        case .text(let entries):
            var marks = [Bool](repeating: false, count: entries.count + 1)
            // Out of the object while it runs, so that not every entry asks whether anybody else has it.
            var automaton = self.automaton
            self.automaton = nil
            entries.forEach { entry, bytes in marks[entry + 1] = automaton?.matches(bytes) ?? matchesGenerally(bytes) }
            self.automaton = automaton
            return coded.rows(marks, count: count)
        default: return nil
        }
    }

    /// Whether a value, as text, or one of its elements matches.
    func matches(_ value: AttributeValue) -> Bool {
        var text = value.patternText
        let matchesWhole = text.withUTF8 { automaton?.matches($0) ?? matchesGenerally($0) }
        return matchesWhole || value.elements.contains(where: matches)
    }

    private func matchesGenerally(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let hash = ValueHash.text(text)
        if let known = answers[hash] { return known }
        // Matching that runs too deep is no match; the engine reports it by throwing.
        let answer = (try? regex.firstMatch(in: String(decoding: text, as: UTF8.self))) != nil
        if answers.count < Self.maximumAnswers { answers[hash] = answer }
        return answer
    }
}
