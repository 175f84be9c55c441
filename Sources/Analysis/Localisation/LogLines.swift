import Telemetry

/// Which line of code, or which pattern of words, each event row came from.
struct LogLines {
    private let texts: [String]

    /// Reads the code location where the telemetry has it (`code.*` attributes, also in their older spellings), the
    /// exception type for exceptions, and the masked words otherwise.
    init(_ events: EventBatch) {
        let places = ["code.namespace", "code.function.name", "code.file.path"].map { Self.values($0, events) }
        let lines = Self.values("code.line.number", events)
        let exceptions = Self.values("exception.type", events)
        var masked: [UInt32: String] = [:]
        texts = (0..<events.count).map { row in
            if let place = places.lazy.compactMap({ $0[row] }).first {
                return lines[row].map { "\(place)#\($0)" } ?? place
            }
            if let type = exceptions[row] { return type }
            let code = events.bodies.codes[row]
            if let known = masked[code] { return known }
            let body = events.bodies[row]
            let text = body.isEmpty ? events.names[row] : LogTemplate.of(body)
            masked[code] = text
            return text
        }
    }

    /// The line of a row.
    func text(_ row: Int) -> String { texts[row] }

    private static func values(_ key: String, _ events: EventBatch) -> [Int: String] {
        let spellings = Set(AttributeAliases.spellings(of: key))
        var result: [Int: String] = [:]
        for column in events.attributes where spellings.contains(column.name.key) {
            for (position, row) in column.rows.enumerated() where result[Int(row)] == nil {
                result[Int(row)] = column.values[position].description
            }
        }
        return result
    }
}

/// The constant words of a log message.
public enum LogTemplate {
    /// The first words of a message with everything that varies (numbers, ids, quoted text) replaced by `*`.
    public static func of(_ message: String, words: Int = 12) -> String {
        var result: [Substring] = []
        for word in message.prefix(400).split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }) {
            guard result.count < words else { break }
            let varies = word.utf8.contains { (48...57).contains($0) } || word.first == "\"" || word.first == "'"
            if varies, result.last == "*" { continue }
            result.append(varies ? "*" : word)
        }
        return result.joined(separator: " ")
    }
}
