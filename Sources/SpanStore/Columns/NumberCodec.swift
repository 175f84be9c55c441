/// 64-bit integers in blocks of 128, each with a base and a bit width of its own.
///
/// Either the values themselves (durations), or their differences (times); whichever is smaller.
enum NumberCodec {
    private static let blockSize = 128

    static func encode(_ values: [Int64], into writer: inout ByteWriter) {
        values.withUnsafeBufferPointer { values in
            let (plain, deltas) = blocks(values)
            let isDelta = size(deltas, of: values.count) < size(plain, of: values.count)
            writer.byte(isDelta ? 1 : 0)
            for (number, block) in (isDelta ? deltas : plain).enumerated() {
                let start = number &* blockSize
                writer.varint(block.base)
                writer.byte(UInt8(block.width))
                let length = min(blockSize, values.count &- start)
                if isDelta {
                    BitPacking.pack(length, width: block.width, into: &writer) { offset in
                        delta(values, start &+ offset) &- block.base
                    }
                } else {
                    BitPacking.pack(length, width: block.width, into: &writer) { offset in
                        plainWord(values[start &+ offset]) &- block.base
                    }
                }
            }
        }
    }

    static func decode(_ reader: inout ByteReader, count: Int) throws(SpanStoreError) -> [Int64] {
        let isDelta = try reader.byte() == 1
        var values = [Int64](repeating: 0, count: count)
        var previous: Int64 = 0
        for start in stride(from: 0, to: count, by: blockSize) {
            let end = min(start + blockSize, count)
            let base = try reader.varint()
            let width = Int(try reader.byte())
            try BitPacking.unpack(&reader, count: end - start, width: width) { place, offset in
                let word = base &+ offset
                if isDelta {
                    previous &+= unzigzag(word)
                    values[start &+ place] = previous
                } else {
                    values[start &+ place] = Int64(bitPattern: word ^ 1 << 63)
                }
            }
        }
        return values
    }

    /// Moves past that many values.
    static func skip(_ reader: inout ByteReader, count: Int) throws(SpanStoreError) {
        try reader.skip(1)
        var rest = count
        while rest > 0 {
            let length = min(blockSize, rest)
            _ = try reader.varint()
            try reader.skip(BitPacking.size(length, width: Int(reader.byte())))
            rest -= length
        }
    }

    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value &<< 1 ^ value >> 63) }
    static func unzigzag(_ word: UInt64) -> Int64 { Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1) }

    /// The least word of a block, and how many bits hold the distance of the others from it.
    private struct Block {
        var base = UInt64.max
        var maximum: UInt64 = 0

        var width: Int { BitPacking.width(maximum &- base) }

        @inline(__always)
        mutating func add(_ word: UInt64) {
            base = min(base, word)
            maximum = max(maximum, word)
        }
    }

    @inline(__always)
    private static func plainWord(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ 1 << 63 }

    @inline(__always)
    private static func delta(_ values: UnsafeBufferPointer<Int64>, _ place: Int) -> UInt64 {
        zigzag(values[place] &- (place == 0 ? 0 : values[place &- 1]))
    }

    /// The blocks of the values, and of their differences.
    private static func blocks(_ values: UnsafeBufferPointer<Int64>) -> (plain: [Block], deltas: [Block]) {
        var plain: [Block] = []
        var deltas: [Block] = []
        for start in stride(from: 0, to: values.count, by: blockSize) {
            var (words, differences) = (Block(), Block())
            for place in start..<min(start &+ blockSize, values.count) {
                words.add(plainWord(values[place]))
                differences.add(delta(values, place))
            }
            plain.append(words)
            deltas.append(differences)
        }
        return (plain, deltas)
    }

    /// The bytes that blocks of `count` values take.
    private static func size(_ blocks: [Block], of count: Int) -> Int {
        var size = 0
        for (number, block) in blocks.enumerated() {
            let baseBytes = max(1, (BitPacking.width(block.base) + 6) / 7)
            size += baseBytes + 1 + BitPacking.size(min(blockSize, count - number * blockSize), width: block.width)
        }
        return size
    }
}
