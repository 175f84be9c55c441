/// A gzip body that stores its bytes as they are (RFC 1952 around RFC 1951's stored blocks).
enum StoredGzip {
    static func wrapped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        let blocks = stride(from: 0, to: max(1, bytes.count), by: 65_535).map { start in
            bytes[start..<min(bytes.count, start + 65_535)]
        }
        for (place, block) in blocks.enumerated() {
            let length = UInt16(block.count)
            result.append(place == blocks.count - 1 ? 1 : 0)
            result += littleEndian(length) + littleEndian(~length) + block
        }
        return result + littleEndian(checksum(bytes)) + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// CRC-32.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
