import Telemetry

/// Makes one dictionary out of several of the same type.
struct DictionaryMerger: ~Copyable {
    private var texts = TextInterner()
    private var words = WordInterner<UInt64>()
    private var traces = WordInterner<TraceID>()
    private var kind: ColumnDictionary = .integers([])

    /// Takes the used entries of a column's dictionary in.
    ///
    /// - Returns: The new code for each old one.
    mutating func add(_ data: ColumnData) -> [UInt16] {
        guard let coded = data.coded else { return [] }
        kind = coded.dictionary
        let used = data.usedCodes()
        var map = [UInt16](repeating: 0, count: coded.dictionary.count + 1)
        switch coded.dictionary {
        case .text(let entries), .composites(let entries):
            let hashes = data.hashes()
            entries.forEach { entry, bytes in
                if used[entry + 1] { map[entry + 1] = texts.intern(bytes, hash: hashes[entry]) }
            }
        case .integers(let entries):
            for (entry, value) in entries.enumerated() where used[entry + 1] {
                map[entry + 1] = words.intern(UInt64(bitPattern: value))
            }
        case .doubles(let entries):
            for (entry, value) in entries.enumerated() where used[entry + 1] {
                map[entry + 1] = words.intern(value.bitPattern)
            }
        case .booleans(let entries):
            for (entry, value) in entries.enumerated() where used[entry + 1] {
                map[entry + 1] = words.intern(value ? 1 : 0)
            }
        case .traces(let entries):
            for (entry, value) in entries.enumerated() where used[entry + 1] {
                map[entry + 1] = traces.intern(value)
            }
        case .mixed: break
        }
        return map
    }

    var dictionary: ColumnDictionary {
        switch kind {
        case .text: .text(texts.dictionary)
        case .composites: .composites(texts.dictionary)
        case .integers: .integers(words.integers)
        case .doubles: .doubles(words.doubles)
        case .booleans: .booleans(words.booleans)
        case .traces: .traces(traces.array)
        case .mixed: kind
        }
    }
}
