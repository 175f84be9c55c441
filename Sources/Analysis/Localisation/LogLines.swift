import Telemetry

/// Which line of code, or which pattern of words, each event row came from.
struct LogLines {
    /// The distinct lines.
    let texts: [String]
    /// One per row: an index into `texts`.
    let codes: [Int]

    /// Reads the code location where the telemetry has it (`code.*` attributes, also in their older spellings), the
    /// exception type for exceptions, and the masked words otherwise.
    init(_ events: EventBatch) {
        var attributes = CodedTexts()
        func read(_ key: String) -> [Int?] {
            let spellings = Set(AttributeAliases.spellings(of: key))
            return attributes.codes(
                events.attributes.lazy.filter { spellings.contains($0.name.key) }, rows: events.count)
        }
        let places = ["code.namespace", "code.function.name", "code.file.path"].map(read)
        let (lines, exceptions) = (read("code.line.number"), read("exception.type"))
        var found = LineTexts(attributes.texts)
        codes = (0..<events.count).map { row in
            if let place = places.lazy.compactMap({ $0[row] }).first { return found.code(place, lines[row]) }
            if let type = exceptions[row] { return found.code(type, nil) }
            return found.code(ofBody: row, events)
        }
        texts = found.lines.texts
    }

    /// The line of a row.
    func text(_ row: Int) -> String { texts[codes[row]] }
}

/// The lines found so far; each is put together once.
private struct LineTexts {
    private(set) var lines = CodedTexts()
    private let attributes: [String]
    private var places: [UInt64: Int] = [:]
    private var bodies: [UInt32: Int] = [:]

    init(_ attributes: [String]) { self.attributes = attributes }

    /// `place#line`, or the place alone.
    mutating func code(_ place: Int, _ line: Int?) -> Int {
        let key = UInt64(place) << 32 | UInt64((line ?? -1) + 1)
        if let known = places[key] { return known }
        let code = lines.code(of: line.map { "\(attributes[place])#\(attributes[$0])" } ?? attributes[place])
        places[key] = code
        return code
    }

    /// The constant words of a record's body, or its event's name.
    mutating func code(ofBody row: Int, _ events: EventBatch) -> Int {
        let body = events.bodies[row]
        guard !body.isEmpty else { return lines.code(of: events.names[row]) }
        if let known = bodies[events.bodies.codes[row]] { return known }
        let code = lines.code(of: LogTemplate.of(body))
        bodies[events.bodies.codes[row]] = code
        return code
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
