extension Expectation {
    /// Reads one expectation.
    ///
    /// - Parameters:
    ///   - line, column: where the text begins in its file, for errors.
    public init(parsing text: String, origin: String, line: Int = 1, column: Int = 1) throws(ExpectationError) {
        var parser = ExpectationParser(text, line: line, column: column)
        self = try parser.expectation(origin: origin)
    }
}

/// Reads the language of expectations, one character at a time, and knows where it stands.
struct ExpectationParser {
    private let text: String
    private let characters: [Character]
    private var position = 0
    private let line: Int
    private let column: Int

    init(_ text: String, line: Int, column: Int) {
        self.text = text
        characters = Array(text)
        self.line = line
        self.column = column
    }

    mutating func expectation(origin: String) throws(ExpectationError) -> Expectation {
        let measure = try measure()
        try take("(")
        let service = try word("a service name")
        skipSpaces()
        let operation = peek == "\"" ? try quoted() : nil
        let conditions = try conditions()
        try take(")")
        let requirement = try requirement(measure)
        skipSpaces()
        guard position == characters.count else { throw failure("unexpected '\(rest)' at the end") }
        return Expectation(
            text: text, measure: measure, service: service, operation: operation, conditions: conditions,
            requirement: requirement, origin: origin)
    }

    private mutating func measure() throws(ExpectationError) -> Expectation.Measure {
        let start = position
        let name = try word("a measure")
        switch name {
        case "error_rate": return .errorRate
        case "rate": return .rate
        case "count": return .count
        default:
            if name.hasPrefix("p"), let percent = Double(name.dropFirst()), percent > 0, percent < 100 {
                return .quantile(percent / 100)
            }
            position = start
            throw failure("unknown measure '\(name)'", hint: "use p50 ... p99.9, error_rate, rate or count")
        }
    }

    private mutating func conditions() throws(ExpectationError) -> [Expectation.Condition] {
        guard try taken("where") else { return [] }
        var found: [Expectation.Condition] = []
        repeat {
            if try taken("flag") {
                found.append(.init(key: "feature_flag.key", value: try word("a flag's key")))
                try take("=")
                found.append(.init(key: "feature_flag.result.variant", value: try value()))
            } else {
                let key = try word("an attribute's key")
                try take("=")
                found.append(.init(key: key, value: try value()))
            }
            skipSpaces()
        } while takeIf(",")
        return found
    }

    private mutating func requirement(
        _ measure: Expectation.Measure
    ) throws(ExpectationError) -> Expectation.Requirement {
        if try taken("unchanged") {
            guard try taken("within") else { return .unchanged(within: 0.1) }
            let share = try number(unit: .share)
            guard share > 0 else { throw failure("'within' needs a share above 0, such as 10%") }
            return .unchanged(within: share)
        }
        skipSpaces()
        let isBelow = peek == "<"
        guard takeIf("<") || takeIf(">") else { throw failure("expected '<', '>' or 'unchanged'") }
        _ = takeIf("=")
        let limit = try number(unit: Unit(measure))
        return isBelow ? .below(limit) : .above(limit)
    }

    /// What a number may be written in.
    private enum Unit {
        case seconds, share, perSecond, spans

        init(_ measure: Expectation.Measure) {
            self =
                switch measure {
                case .quantile: .seconds
                case .errorRate: .share
                case .rate: .perSecond
                case .count: .spans
                }
        }

        /// How much one of each written unit is.
        var factors: [String: Double] {
            switch self {
            case .seconds: ["ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60]
            case .share: ["%": 0.01, "": 1]
            case .perSecond: ["/s": 1, "/min": 1.0 / 60, "/h": 1.0 / 3600]
            case .spans: ["": 1]
            }
        }
    }

    private mutating func number(unit: Unit) throws(ExpectationError) -> Double {
        skipSpaces()
        let start = position
        while let next = peek, next.isNumber || next == "." { position += 1 }
        guard let value = Double(String(characters[start..<position])) else {
            position = start
            throw failure("expected a number")
        }
        let mark = position
        while let next = peek, next.isLetter || next == "%" || next == "/" { position += 1 }
        let written = String(characters[mark..<position])
        guard let factor = unit.factors[written] else {
            position = mark
            let known = unit.factors.keys.filter { !$0.isEmpty }.sorted().joined(separator: ", ")
            throw failure(
                written.isEmpty ? "the number needs a unit" : "unknown unit '\(written)'",
                hint: known.isEmpty ? "a plain number of spans" : "use \(known)")
        }
        return value * factor
    }

    private mutating func value() throws(ExpectationError) -> String {
        skipSpaces()
        return peek == "\"" ? try quoted() : try word("a value")
    }

    private mutating func quoted() throws(ExpectationError) -> String {
        let start = position
        position += 1
        var result = ""
        while let next = peek {
            position += 1
            if next == "\"" { return result }
            if next == "\\", let escaped = peek {
                result.append(escaped)
                position += 1
            } else {
                result.append(next)
            }
        }
        position = start
        throw failure("the quotation is not closed")
    }

    private mutating func word(_ what: String) throws(ExpectationError) -> String {
        skipSpaces()
        let start = position
        while let next = peek, next.isLetter || next.isNumber || "._-/:@".contains(next) { position += 1 }
        guard position > start else { throw failure("expected \(what)") }
        return String(characters[start..<position])
    }

    private mutating func taken(_ keyword: String) throws(ExpectationError) -> Bool {
        skipSpaces()
        let end = position + keyword.count
        guard end <= characters.count, String(characters[position..<end]) == keyword,
            end == characters.count || characters[end] == " "
        else { return false }
        position = end
        return true
    }

    private mutating func take(_ character: Character) throws(ExpectationError) {
        skipSpaces()
        guard takeIf(character) else { throw failure("expected '\(character)'") }
    }

    private mutating func takeIf(_ character: Character) -> Bool {
        guard peek == character else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() { while peek?.isWhitespace == true { position += 1 } }

    private var peek: Character? { position < characters.count ? characters[position] : nil }
    private var rest: String { String(characters[position...].prefix(30)) }

    private func failure(_ message: String, hint: String? = nil) -> ExpectationError {
        ExpectationError(.syntax, message, line: line, column: column + position, hint: hint)
    }
}
