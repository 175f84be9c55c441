/// Distinct byte strings, end to end in one buffer; entry `i` ends at `ends[i]`.
///
/// No object per entry: a dictionary of 60 000 values is two arrays.
package struct TextDictionary: Sendable, Equatable {
    package var bytes: [UInt8]
    package var ends: [UInt32]

    package init(bytes: [UInt8] = [], ends: [UInt32] = []) {
        self.bytes = bytes
        self.ends = ends
    }

    package init(_ entries: some Sequence<String>) {
        self.init()
        for entry in entries { append(entry.utf8) }
    }

    package var count: Int { ends.count }

    package mutating func append(_ entry: some Collection<UInt8>) {
        bytes.append(contentsOf: entry)
        ends.append(UInt32(bytes.count))
    }

    package func range(_ entry: Int) -> Range<Int> {
        Int(entry == 0 ? 0 : ends[entry - 1])..<Int(ends[entry])
    }

    /// The entry as text; bytes that are not UTF-8 become replacement characters.
    package subscript(entry: Int) -> String { String(decoding: bytes[range(entry)], as: UTF8.self) }

    /// A hash of an entry that is the same in every process; it orders entries, nothing trusts it.
    package func digest(_ entry: Int) -> UInt64 {
        bytes.withUnsafeBufferPointer { ValueHash.digest(UnsafeBufferPointer(rebasing: $0[range(entry)])) }
    }

    /// Calls the body with the bytes of every entry in turn.
    @inlinable
    package func forEach(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            for entry in 0..<ends.count {
                let end = Int(ends[entry])
                body(entry, UnsafeBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }
}
