import Telemetry

/// All attribute columns of a table in the making.
///
/// Senders repeat the same keys in the same order on every span, so the column of the n-th attribute is first guessed
/// to be the one it was last time; only a wrong guess costs a hash.
struct AttributeTableBuilder: ~Copyable {
    /// More distinct attributes than this in one request are left out and counted.
    static let maximumColumns = 4096
    /// Attributes of a span past this many are always looked up.
    private static let guessedPositions = 256

    private var columns = GrowableBuffer<AttributeBuilder>()
    private(set) var omitted = 0
    private var keys = AttributeKeys()
    private var slots: [UInt32] = Array(repeating: 0, count: 256)
    private var hashes: [UInt64] = []
    /// The column of each position in each scope; -1 where there is no guess.
    private var guesses = GrowableBuffer<Int32>(repeating: -1, count: 3 * guessedPositions)

    @inline(__always)
    mutating func append(_ attribute: RawAttribute, _ scope: AttributeScope, position: Int, row: Int) {
        guard let index = column(attribute, scope, position) else { return }
        columns[index].append(attribute.value, row: row)
    }

    mutating func append(_ attribute: RawAttribute, _ scope: AttributeScope, position: Int, rows: Range<Int>) {
        guard let index = column(attribute, scope, position) else { return }
        columns[index].append(attribute.value, rows: rows)
    }

    @inline(__always)
    private mutating func column(_ attribute: RawAttribute, _ scope: AttributeScope, _ position: Int) -> Int? {
        let type = attribute.value.type
        if position < Self.guessedPositions {
            let guess = Int(guesses[Int(scope.rawValue) &* Self.guessedPositions &+ position])
            if guess >= 0, keys.matches(guess, scope, attribute.key, type) { return guess }
        }
        return lookUp(attribute.key, scope, type, position)
    }

    private mutating func lookUp(_ key: Bytes, _ scope: AttributeScope, _ type: ValueType, _ position: Int) -> Int? {
        guard let index = lookUp(key, scope, type) else {
            omitted += 1
            return nil
        }
        if position < Self.guessedPositions {
            guesses[Int(scope.rawValue) &* Self.guessedPositions &+ position] = Int32(index)
        }
        return index
    }

    private mutating func lookUp(_ key: Bytes, _ scope: AttributeScope, _ type: ValueType) -> Int? {
        let hash = ValueHash.pair(ValueHash.text(key), UInt64(scope.rawValue) << 8 | UInt64(type.rawValue))
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if hashes[index] == hash, keys.matches(index, scope, key, type) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard columns.count < Self.maximumColumns else { return nil }
        columns.append(AttributeBuilder(scope: scope, key: key, type: type))
        keys.append(scope, key, type)
        hashes.append(hash)
        slots[slot] = UInt32(columns.count)
        if columns.count * 2 > slots.count { grow() }
        return columns.count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    /// Gives a table the finished columns.
    func appendColumns(to table: inout ColumnTable) {
        var seen: Set<ColumnKey> = []
        for index in 0..<columns.count {
            let key = ColumnKey.attribute(columns[index].name, columns[index].type)
            // Keys that differ only in bytes that are not UTF-8 read the same; the first one stays.
            guard seen.insert(key).inserted else { continue }
            table.append(key, .coded(columns[index].column(rowCount: table.rowCount)))
        }
    }
}
