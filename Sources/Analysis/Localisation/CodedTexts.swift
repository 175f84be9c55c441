import Telemetry

/// Distinct texts by number, so that rows with equal ones are told without comparing them.
struct CodedTexts {
    private(set) var texts: [String] = []
    private var known: [String: Int] = [:]

    /// The number of a text.
    mutating func code(of text: String) -> Int {
        if let code = known[text] { return code }
        known[text] = texts.count
        texts.append(text)
        return texts.count - 1
    }

    /// The text behind the first of the columns that has a row, for each of so many rows; nil where none has it.
    mutating func codes(_ columns: some Sequence<AttributeColumn>, rows: Int) -> [Int?] {
        var found = [Int?](repeating: nil, count: rows)
        for column in columns {
            let values = codes(of: column.values)
            for (position, row) in column.rows.enumerated() where found[Int(row)] == nil {
                found[Int(row)] = values[position]
            }
        }
        return found
    }

    private mutating func codes(of values: AttributeValues) -> [Int] {
        switch values {
        case .strings(let column), .composites(let column):
            let entries = column.dictionary.map { code(of: $0) }
            return column.codes.map { entries[Int($0)] }
        case .integers(let numbers):
            var seen: [Int64: Int] = [:]
            return numbers.map { number in
                if let known = seen[number] { return known }
                let new = code(of: "\(number)")
                seen[number] = new
                return new
            }
        case .doubles, .booleans: return (0..<values.count).map { code(of: values[$0].description) }
        }
    }
}
