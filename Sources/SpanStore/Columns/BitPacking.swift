/// Fixed-width integers packed end to end, least significant bit first.
enum BitPacking {
    /// Bits that hold every value up to `maximum`.
    static func width(_ maximum: UInt64) -> Int { 64 - maximum.leadingZeroBitCount }

    /// Bytes that `count` packed values take, with the padding that lets readers load eight bytes anywhere.
    static func size(_ count: Int, width: Int) -> Int { count == 0 || width == 0 ? 0 : (count * width + 7) / 8 + 8 }

    static func pack(_ values: [UInt64], width: Int, into writer: inout ByteWriter) {
        values.withUnsafeBufferPointer { values in
            pack(values.count, width: width, into: &writer) { values[$0] }
        }
    }

    static func pack(codes: [UInt16], width: Int, into writer: inout ByteWriter) {
        codes.withUnsafeBufferPointer { codes in
            pack(codes.count, width: width, into: &writer) { UInt64(codes[$0]) }
        }
    }

    /// Packs the values that the body gives for the places below `count`; whole words are put together in a register.
    @inline(__always)
    static func pack(_ count: Int, width: Int, into writer: inout ByteWriter, _ value: (Int) -> UInt64) {
        guard width > 0, count > 0 else { return }
        writer.fill(size(count, width: width)) { output in
            var word: UInt64 = 0
            var used = 0
            var byte = 0
            for place in 0..<count {
                let next = value(place)
                word |= next &<< UInt64(used)
                used &+= width
                guard used >= 64 else { continue }
                output.storeBytes(of: word, toByteOffset: byte, as: UInt64.self)
                byte &+= 8
                used &-= 64
                word = used == 0 ? 0 : next &>> UInt64(width &- used)
            }
            if used > 0 { output.storeBytes(of: word, toByteOffset: byte, as: UInt64.self) }
        }
    }

    static func unpack(_ reader: inout ByteReader, count: Int, width: Int) throws(SpanStoreError) -> [UInt64] {
        var values = [UInt64](repeating: 0, count: count)
        try unpack(&reader, count: count, width: width) { values[$0] = $1 }
        return values
    }

    /// Hands over place and value of each, in order.
    @inline(__always)
    static func unpack(
        _ reader: inout ByteReader, count: Int, width: Int, _ take: (_ place: Int, _ value: UInt64) -> Void
    ) throws(SpanStoreError) {
        guard width <= 64 else { throw ByteReader.damaged }
        guard width > 0, count > 0 else {
            for place in 0..<count { take(place, 0) }
            return
        }
        let mask = width == 64 ? UInt64.max : (1 &<< UInt64(width)) &- 1
        try reader.take(size(count, width: width)) { input in
            var bit = 0
            for place in 0..<count {
                let byte = bit >> 3
                let shift = UInt64(bit & 7)
                var value = input.loadUnaligned(fromByteOffset: byte, as: UInt64.self) &>> shift
                if shift != 0, Int(shift) &+ width > 64 {
                    value |= UInt64(input[byte &+ 8]) &<< (64 &- shift)
                }
                take(place, value & mask)
                bit &+= width
            }
        }
    }

    static func unpackCodes(_ reader: inout ByteReader, count: Int, width: Int) throws(SpanStoreError) -> [UInt16] {
        guard width <= 16 else { throw ByteReader.damaged }
        guard width > 0, count > 0 else { return [UInt16](repeating: 0, count: count) }
        let mask = UInt16(truncatingIfNeeded: (1 << width) - 1)
        return try reader.take(size(count, width: width)) { input in
            [UInt16](unsafeUninitializedCapacity: count) { output, initialized in
                var bit = 0
                for index in 0..<count {
                    let word = input.loadUnaligned(fromByteOffset: bit >> 3, as: UInt32.self)
                    let value = UInt16(truncatingIfNeeded: word &>> UInt32(bit & 7)) & mask
                    output.initializeElement(at: index, to: value)
                    bit &+= width
                }
                initialized = count
            }
        }
    }
}
