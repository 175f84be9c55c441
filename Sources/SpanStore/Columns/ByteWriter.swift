/// Writes the store's own encodings, little-endian.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func varint(_ value: Int) { varint(UInt64(truncatingIfNeeded: value)) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends zeros and lets the body write over them.
    @inline(__always)
    mutating func fill(_ count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        bytes.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    }

    mutating func append(_ content: some Collection<UInt8>) { bytes.append(contentsOf: content) }

    /// Length and bytes.
    mutating func data(_ content: some Collection<UInt8>) {
        varint(content.count)
        append(content)
    }

    /// The elements as they lie in memory; the store's files are little-endian, as are all machines whyd runs on.
    mutating func raw<Element: BitwiseCopyable>(_ elements: [Element]) {
        elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

/// Reads what `ByteWriter` wrote; never past the end, whatever the bytes say.
struct ByteReader {
    static let damaged = SpanStoreError(
        .damaged, "the span store holds bytes that cannot be decoded",
        hint: "move the file away; spans.db holds nothing that cannot be collected again")

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    mutating func byte() throws(SpanStoreError) -> UInt8 {
        guard position < bytes.count else { throw Self.damaged }
        position += 1
        return bytes[position - 1]
    }

    mutating func varint() throws(SpanStoreError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = try byte()
            value |= UInt64(next & 0x7F) &<< shift
            if next < 0x80 { return value }
            shift += 7
        }
        throw Self.damaged
    }

    /// A number that must not pass a bound, such as how many of something follow.
    mutating func count(atMost limit: Int) throws(SpanStoreError) -> Int {
        let value = try varint()
        guard value <= UInt64(limit) else { throw Self.damaged }
        return Int(value)
    }

    mutating func take<Result>(
        _ count: Int, _ body: (UnsafeRawBufferPointer) throws(SpanStoreError) -> Result
    ) throws(SpanStoreError) -> Result {
        guard count >= 0, count <= remaining else { throw Self.damaged }
        defer { position += count }
        let start = position
        return try bytes.withUnsafeBufferPointer { (buffer) throws(SpanStoreError) -> Result in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[start..<(start + count)])))
        }
    }

    /// Moves on without looking.
    mutating func skip(_ count: Int) throws(SpanStoreError) {
        guard count >= 0, count <= remaining else { throw Self.damaged }
        position += count
    }

    mutating func data() throws(SpanStoreError) -> [UInt8] {
        try take(count(atMost: remaining)) { (buffer) throws(SpanStoreError) in [UInt8](buffer) }
    }

    mutating func raw<Element: BitwiseCopyable>(
        _ type: Element.Type, count: Int
    ) throws(SpanStoreError) -> [Element] {
        guard count <= remaining / MemoryLayout<Element>.stride else { throw Self.damaged }
        return try take(count * MemoryLayout<Element>.stride) { (buffer) throws(SpanStoreError) in
            [Element](unsafeUninitializedCapacity: count) { output, initialized in
                UnsafeMutableRawBufferPointer(output).copyMemory(from: buffer)
                initialized = count
            }
        }
    }
}
