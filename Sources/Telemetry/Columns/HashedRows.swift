/// Rows by a 64-bit hash of what identifies them; of several rows with one hash one counts.
///
/// Hashes are keyed (`ValueHash`), so equal hashes are taken for equal identities.
package struct HashedRows: Sendable {
    private let hashes: [UInt64]
    /// 1 + a row; 0 where a slot is free.
    private let slots: [UInt32]

    /// Indexes one hash per row.
    package init(_ hashes: [UInt64]) {
        self.hashes = hashes
        var size = 16
        while size < hashes.count * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        slots.withUnsafeMutableBufferPointer { slots in
            let mask = size &- 1
            for row in hashes.indices {
                var slot = Int(truncatingIfNeeded: hashes[row]) & mask
                while slots[slot] != 0, hashes[Int(slots[slot]) &- 1] != hashes[row] { slot = (slot &+ 1) & mask }
                slots[slot] = UInt32(truncatingIfNeeded: row &+ 1)
            }
        }
        self.slots = slots
    }

    /// The row of each hash; -1 where there is none.
    package func rows(_ wanted: [UInt64]) -> [Int32] {
        let mask = slots.count &- 1
        return slots.withUnsafeBufferPointer { slots in
            wanted.map { hash in
                var slot = Int(truncatingIfNeeded: hash) & mask
                while slots[slot] != 0, hashes[Int(slots[slot]) &- 1] != hash { slot = (slot &+ 1) & mask }
                return Int32(truncatingIfNeeded: Int(slots[slot]) &- 1)
            }
        }
    }
}

extension SpanBatch {
    /// The row of each span; -1 where it is not in the batch. Both lists have the same count.
    package func rows(ofTraces traces: [TraceID], spans: [SpanID]) -> [Int32] {
        func hashes(_ traces: [TraceID], _ spans: [SpanID]) -> [UInt64] {
            zip(traces, spans).map { ValueHash.pair(ValueHash.trace($0), $1.value) }
        }
        guard !spans.isEmpty else { return [] }
        return HashedRows(hashes(traceIDs, spanIDs)).rows(hashes(traces, spans))
    }
}
