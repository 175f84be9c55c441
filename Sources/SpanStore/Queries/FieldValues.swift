import Telemetry

/// The distinct values of a field in the order they were met; a value itself is fetched only when it is asked for.
struct FieldValues: Sendable {
    private var numbering = HashNumbering()
    private var origins: [Origin] = []
    private var dictionaries: [ColumnDictionary] = []
    /// What breaks ties between equally frequent values: the same in every process, whatever was met before.
    private(set) var ranks: [UInt64] = []
    /// Numbers of the values that are finite numbers, ascending, and those values.
    private(set) var ascending: [UInt32] = []
    private(set) var ascendingValues: [Double] = []
    private var orderedCount = 0

    /// Where a value stands.
    private struct Origin {
        var dictionary: UInt32
        var entry: UInt32
    }

    var count: Int { origins.count }

    /// About how many bytes of memory it takes, without dictionaries that a cache holds too.
    var bytes: Int { count * 32 + ascending.count * 12 }

    /// For each code of a column 1 + the number of its value.
    mutating func numbers(_ data: ColumnData) -> [UInt32] {
        guard let coded = data.coded else { return [] }
        let hashes = data.hashes()
        var map = [UInt32](repeating: 0, count: hashes.count + 1)
        let dictionary = UInt32(dictionaries.count)
        for entry in 0..<hashes.count {
            let number = numbering.number(hashes[entry])
            if number == origins.count {
                if dictionaries.count == Int(dictionary) { dictionaries.append(coded.dictionary) }
                origins.append(Origin(dictionary: dictionary, entry: UInt32(entry)))
                ranks.append(coded.dictionary.rank(entry))
            }
            map[entry + 1] = UInt32(truncatingIfNeeded: number &+ 1)
        }
        return map
    }

    func value(_ number: Int) -> AttributeValue {
        dictionaries[Int(origins[number].dictionary)].value(Int(origins[number].entry))
    }

    /// The same with its numbers in order.
    mutating func ordered() -> FieldValues {
        guard orderedCount < count else { return self }
        orderedCount = count
        var numbers: [(number: UInt32, value: Double)] = []
        for number in 0..<count {
            guard dictionaries[Int(origins[number].dictionary)].mayHoldNumbers else { continue }
            guard let value = value(number).number, value.isFinite else { continue }
            numbers.append((UInt32(number), value))
        }
        numbers.sort { $0.value < $1.value }
        ascending = numbers.map(\.number)
        ascendingValues = numbers.map(\.value)
        return self
    }
}

extension ColumnDictionary {
    /// Whether entries can be numbers.
    fileprivate var mayHoldNumbers: Bool {
        switch self {
        case .integers, .doubles, .mixed: true
        case .text, .composites, .booleans, .traces: false
        }
    }

    /// Orders entries by nothing but their values: numbers of a type ascending, texts by a digest.
    fileprivate func rank(_ entry: Int) -> UInt64 {
        switch self {
        case .integers(let entries): Self.rank(entries[entry])
        case .doubles(let entries): Self.rank(entries[entry])
        case .booleans(let entries): entries[entry] ? 1 : 0
        case .text(let entries), .composites(let entries): entries.digest(entry)
        case .traces(let entries): entries[entry].low
        case .mixed(let entries): Self.rank(entries[entry])
        }
    }

    /// The same as a column of the value's own type gives.
    private static func rank(_ value: AttributeValue) -> UInt64 {
        switch value {
        case .integer(let number): rank(number)
        case .double(let number): rank(number)
        case .boolean(let flag): flag ? 1 : 0
        case .string(let text), .composite(let text): TextDictionary([text]).digest(0)
        }
    }

    private static func rank(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) ^ 1 << 63 }

    private static func rank(_ number: Double) -> UInt64 {
        let bits = number.bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }
}
