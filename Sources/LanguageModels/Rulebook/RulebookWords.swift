import Foundation

/// Numbers as a report shows them, from numbers that stand in evidence.
enum RulebookWords {
    /// Up to four significant digits.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        var scale = 1.0
        while abs(value) * scale < 1000, scale < 1e9 { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
    }

    /// A share as a percentage.
    static func percent(_ share: Double) -> String { "\(number(share * 100)) %" }

    /// A text without the sentence that a table's cap cut off; as it is where nothing would be left.
    static func wholeSentences(_ text: String) -> String {
        guard text.hasSuffix("...") || text.hasSuffix("…"), let end = text.range(of: ". ", options: .backwards) else {
            return text
        }
        return String(text[..<end.lowerBound]) + "."
    }

    /// Two log lines `A#1_B#2` as `A#1 and B#2`.
    static func region(_ code: String) -> String {
        code.replacing(#/(#\d+)_/#) { "\($0.output.1) and " }
    }

    /// A sentence with one full stop.
    static func stopped(_ words: String) -> String { words.hasSuffix(".") ? words : words + "." }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
