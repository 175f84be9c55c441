import Synchronization
import Telemetry

/// One decoded column with what is worth computing once: the hash and the row count of every dictionary entry, and
/// where each hash is.
final class ColumnData: Sendable {
    let column: Column
    private let derived = Mutex(Derived())

    private struct Derived {
        var hashes: [UInt64]?
        var index: DictionaryIndex?
        var counts: [UInt32]?
        var parentLinks: ParentLinks?
    }

    init(_ column: Column) { self.column = column }

    /// The column where it is coded.
    var coded: CodedColumn? { if case .coded(let coded) = column { coded } else { nil } }

    /// One hash per dictionary entry.
    func hashes() -> [UInt64] {
        derived.withLock { derived in
            if let known = derived.hashes { return known }
            let hashes = coded?.dictionary.hashes() ?? []
            derived.hashes = hashes
            return hashes
        }
    }

    /// The dictionary's entries by hash.
    func index() -> DictionaryIndex {
        let hashes = hashes()
        return derived.withLock { derived in
            if let known = derived.index { return known }
            let index = DictionaryIndex(hashes)
            derived.index = index
            return index
        }
    }

    /// For parent ids: where each span's parent stands, once that was kept.
    var knownParentLinks: ParentLinks? { derived.withLock { $0.parentLinks } }

    /// Keeps where each span's parent stands.
    func keepParentLinks(_ links: ParentLinks) -> ParentLinks {
        derived.withLock { $0.parentLinks = links }
        return links
    }

    /// How many rows have each code; element 0 counts rows without a value only in a dense column.
    func counts() -> [UInt32] {
        derived.withLock { derived in
            if let known = derived.counts { return known }
            guard let coded else { return [] }
            var counts = [UInt32](repeating: 0, count: coded.dictionary.count + 1)
            counts.withUnsafeMutableBufferPointer { counts in
                for code in coded.codes { counts[Int(code)] &+= 1 }
            }
            derived.counts = counts
            return counts
        }
    }

    /// Whether some row has each code.
    func usedCodes() -> [Bool] {
        guard let coded else { return [] }
        var used = [Bool](repeating: false, count: coded.dictionary.count + 1)
        used.withUnsafeMutableBufferPointer { used in
            coded.codes.withUnsafeBufferPointer { codes in
                for code in codes { used[Int(code)] = true }
            }
        }
        return used
    }

    /// About how many bytes of memory it takes, with what may be computed later.
    var memoryBytes: Int {
        switch column {
        case .coded(let coded):
            coded.codes.count * 2 + (coded.rows?.count ?? 0) * 2 + coded.dictionary.memoryBytes
                + coded.dictionary.count * 20 + 256
        case .numbers(let values): values.count * 8 + 64
        case .identifiers(let values): values.count * 10 + 64
        case .weights(let values): values.count * 4 + 64
        }
    }
}

extension ColumnDictionary {
    /// About how many bytes of memory it takes.
    var memoryBytes: Int {
        switch self {
        case .text(let entries), .composites(let entries): entries.bytes.count + entries.ends.count * 4
        case .integers(let entries): entries.count * 8
        case .doubles(let entries): entries.count * 8
        case .booleans(let entries): entries.count
        case .traces(let entries): entries.count * 16
        case .mixed(let entries): entries.count * 48
        }
    }
}
