/// 64-bit integers in blocks of 128, each with a base and a bit width of its own.
///
/// Either the values themselves (durations), or their differences (times); whichever is smaller.
enum NumberCodec {
    private static let blockSize = 128

    static func encode(_ values: [Int64], into writer: inout ByteWriter) {
        let plain = blocks(values.map { UInt64(bitPattern: $0) ^ 1 << 63 })
        var previous: Int64 = 0
        let deltas = blocks(
            values.map { value in
                defer { previous = value }
                return zigzag(value &- previous)
            })
        let isDelta = deltas.bytes.count < plain.bytes.count
        writer.byte(isDelta ? 1 : 0)
        writer.append((isDelta ? deltas : plain).bytes)
    }

    static func decode(_ reader: inout ByteReader, count: Int) throws(SpanStoreError) -> [Int64] {
        let mode = try reader.byte()
        var values: [Int64] = []
        values.reserveCapacity(count)
        var previous: Int64 = 0
        while values.count < count {
            let length = min(blockSize, count - values.count)
            let base = try reader.varint()
            let width = Int(try reader.byte())
            for offset in try BitPacking.unpack(&reader, count: length, width: width) {
                let word = base &+ offset
                if mode == 1 {
                    previous &+= unzigzag(word)
                    values.append(previous)
                } else {
                    values.append(Int64(bitPattern: word ^ 1 << 63))
                }
            }
        }
        return values
    }

    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value &<< 1 ^ value >> 63) }
    static func unzigzag(_ word: UInt64) -> Int64 { Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1) }

    private static func blocks(_ words: [UInt64]) -> ByteWriter {
        var writer = ByteWriter()
        var start = 0
        while start < words.count {
            let block = words[start..<min(start + blockSize, words.count)]
            let base = block.min() ?? 0
            let width = BitPacking.width((block.max() ?? 0) &- base)
            writer.varint(base)
            writer.byte(UInt8(width))
            BitPacking.pack(block.map { $0 &- base }, width: width, into: &writer)
            start += blockSize
        }
        return writer
    }
}
