/// A table of labels and two columns of wrapped text.
struct SideBySide {
    private let column: Int
    private var lines: [String] = []

    private static let label = 10

    /// Makes a table for a terminal so many columns wide.
    init(width: Int) { column = max(20, (width - Self.label - 3) / 2) }

    var text: String { lines.joined(separator: "\n") }

    /// Adds a row.
    mutating func add(_ label: String, _ left: String, _ right: String) {
        let (left, right) = (wrapped(left), wrapped(right))
        for index in 0..<max(left.count, right.count, 1) {
            let name = Self.padded(index == 0 ? label : "", Self.label)
            let first = Self.padded(index < left.count ? left[index] : "", column)
            let line = "\(name)\(first) | \(index < right.count ? right[index] : "")"
            lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
        }
    }

    private func wrapped(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            var lines: [String] = []
            var current = ""
            for word in line.split(separator: " ").flatMap(cut) {
                if !current.isEmpty, current.count + word.count + 1 > column {
                    lines.append(current)
                    current = ""
                }
                current += current.isEmpty ? word : " \(word)"
            }
            return lines + [current]
        }
    }

    /// A word longer than a column, in pieces.
    private func cut(_ word: Substring) -> [String] {
        var pieces: [String] = []
        var rest = word
        while rest.count > column {
            pieces.append(String(rest.prefix(column)))
            rest = rest.dropFirst(column)
        }
        return pieces + [String(rest)]
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
