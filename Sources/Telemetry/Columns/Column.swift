/// One column of a table: what the decoder fills, the tail holds, and a segment decodes to.
package enum Column: Sendable, Equatable {
    /// Everything but times, durations, span ids and weights.
    case coded(CodedColumn)
    /// Times and durations in nanoseconds, one per row.
    case numbers([Int64])
    /// Span and parent ids, one per row; 0 for none.
    case identifiers([UInt64])
    /// Adjusted counts, one per row.
    case weights([Float])
}

/// A column of codes into a dictionary of distinct values.
package struct CodedColumn: Sendable, Equatable {
    /// The rows that have a value, ascending; nil where `codes` has an element for every row.
    package var rows: [UInt16]?
    /// 1 + the index into the dictionary; 0 where a row has no value (only where `rows` is nil).
    package var codes: [UInt16]
    package var dictionary: ColumnDictionary

    package init(rows: [UInt16]?, codes: [UInt16], dictionary: ColumnDictionary) {
        self.rows = rows
        self.codes = codes
        self.dictionary = dictionary
    }
}

/// The distinct values of a coded column, in order of first appearance.
package enum ColumnDictionary: Sendable, Equatable {
    case text(TextDictionary)
    /// Arrays, maps and bytes as compact JSON text.
    case composites(TextDictionary)
    case integers([Int64])
    case doubles([Double])
    case booleans([Bool])
    case traces([TraceID])
    /// Values of several types; made by queries out of several columns, never stored.
    case mixed([AttributeValue])

    package var count: Int {
        switch self {
        case .text(let entries), .composites(let entries): entries.count
        case .integers(let entries): entries.count
        case .doubles(let entries): entries.count
        case .booleans(let entries): entries.count
        case .traces(let entries): entries.count
        case .mixed(let entries): entries.count
        }
    }

    /// The entry as an attribute's value; a trace id as its text.
    package func value(_ entry: Int) -> AttributeValue {
        switch self {
        case .text(let entries): .string(entries[entry])
        case .composites(let entries): .composite(json: entries[entry])
        case .integers(let entries): .integer(entries[entry])
        case .doubles(let entries): .double(entries[entry])
        case .booleans(let entries): .boolean(entries[entry])
        case .traces(let entries): .string(entries[entry].description)
        case .mixed(let entries): entries[entry]
        }
    }

    /// One hash per entry; equal values have equal hashes in every dictionary of this process.
    package func hashes() -> [UInt64] {
        var hashes = [UInt64](repeating: 0, count: count)
        switch self {
        case .text(let entries): entries.forEach { hashes[$0] = ValueHash.text($1) }
        case .composites(let entries): entries.forEach { hashes[$0] = ~ValueHash.text($1) }
        case .integers(let entries):
            for (entry, value) in entries.enumerated() {
                hashes[entry] = ValueHash.bits(UInt64(bitPattern: value), kind: 1)
            }
        case .doubles(let entries):
            for (entry, value) in entries.enumerated() { hashes[entry] = ValueHash.bits(value.bitPattern, kind: 2) }
        case .booleans(let entries):
            for (entry, value) in entries.enumerated() { hashes[entry] = ValueHash.bits(value ? 1 : 0, kind: 3) }
        case .traces(let entries):
            for (entry, value) in entries.enumerated() { hashes[entry] = ValueHash.trace(value) }
        case .mixed(let entries):
            for (entry, value) in entries.enumerated() { hashes[entry] = ValueHash.value(value) }
        }
        return hashes
    }
}
