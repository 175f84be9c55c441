/// A gzip body that is small on the wire and sixteen megabytes unpacked.
package enum Bomb {
    package static let gzip: [UInt8] = {
        // A fixed-Huffman block: one zero, then 65 000 times "repeat the byte before 258 times".
        var bits = BitWriter()
        bits.write(0b011, count: 3)
        bits.writeCode(0b0011_0000, count: 8)
        for _ in 0..<65_000 {
            bits.writeCode(0b1100_0101, count: 8)
            bits.writeCode(0, count: 5)
        }
        bits.writeCode(0, count: 7)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    }()
}

/// Packs bits as deflate does (RFC 1951, 3.1.1).
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var free = 0

    /// Least significant bit first.
    mutating func write(_ value: Int, count: Int) {
        for bit in 0..<count { append(value >> bit & 1) }
    }

    /// A Huffman code: most significant bit first.
    mutating func writeCode(_ value: Int, count: Int) {
        for bit in (0..<count).reversed() { append(value >> bit & 1) }
    }

    private mutating func append(_ bit: Int) {
        if free == 0 {
            bytes.append(0)
            free = 8
        }
        if bit == 1, let last = bytes.indices.last { bytes[last] |= UInt8(1 << (8 - free)) }
        free -= 1
    }
}
