import Telemetry

/// Finds the entry of a dictionary that has a hash: open addressing over entry numbers.
///
/// Hashes are keyed 64-bit ones (`ValueHash`), so equal hashes are taken for equal values, as everywhere values of
/// several dictionaries meet.
struct DictionaryIndex: Sendable {
    /// 1 + an entry; 0 where a slot is free.
    private let slots: [UInt16]

    /// Indexes the entries of at most 65 535 hashes.
    init(_ hashes: [UInt64]) {
        var size = 16
        while size < hashes.count * 2 { size *= 2 }
        var slots = [UInt16](repeating: 0, count: size)
        slots.withUnsafeMutableBufferPointer { slots in
            let mask = size &- 1
            for entry in hashes.indices {
                var slot = Int(truncatingIfNeeded: hashes[entry]) & mask
                while slots[slot] != 0 { slot = (slot &+ 1) & mask }
                slots[slot] = UInt16(truncatingIfNeeded: entry &+ 1)
            }
        }
        self.slots = slots
    }

    /// The code (1 + entry) of the value with a hash; 0 where none has it.
    ///
    /// - Parameter hashes: Those the index was made of.
    @inline(__always)
    func code(_ hash: UInt64, _ hashes: [UInt64]) -> UInt16 {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if hashes[Int(slots[slot]) &- 1] == hash { return slots[slot] }
            slot = (slot &+ 1) & mask
        }
        return 0
    }
}

extension ColumnData {
    /// The code of a text in a dictionary of texts or traces; 0 where it is not there, nil where the dictionary is of
    /// another kind.
    func code(ofText text: String) -> UInt16? {
        switch coded?.dictionary {
        case .text: return code(ofHash: ValueHash.text(text))
        case .traces:
            guard let trace = TraceID(text), trace.description == text else { return 0 }
            return code(ofHash: ValueHash.trace(trace))
        default: return nil
        }
    }

    /// The code of the entry with a hash; 0 where there is none.
    func code(ofHash hash: UInt64) -> UInt16 {
        let hashes = hashes()
        return index().code(hash, hashes)
    }
}
