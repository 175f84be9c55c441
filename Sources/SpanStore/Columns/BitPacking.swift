/// Fixed-width integers packed end to end, least significant bit first.
enum BitPacking {
    /// Bits that hold every value up to `maximum`.
    static func width(_ maximum: UInt64) -> Int { 64 - maximum.leadingZeroBitCount }

    /// Bytes that `count` packed values take, with the padding that lets readers load eight bytes anywhere.
    static func size(_ count: Int, width: Int) -> Int { count == 0 || width == 0 ? 0 : (count * width + 7) / 8 + 8 }

    static func pack(_ values: [UInt64], width: Int, into writer: inout ByteWriter) {
        guard width > 0, !values.isEmpty else { return }
        var packed = [UInt8](repeating: 0, count: size(values.count, width: width))
        packed.withUnsafeMutableBytes { output in
            var bit = 0
            for value in values {
                let byte = bit >> 3
                let shift = UInt64(bit & 7)
                let word = output.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
                output.storeBytes(of: word | value &<< shift, toByteOffset: byte, as: UInt64.self)
                if shift != 0, Int(shift) &+ width > 64 { output[byte &+ 8] |= UInt8(value &>> (64 &- shift)) }
                bit &+= width
            }
        }
        writer.append(packed)
    }

    /// Packs codes; the widths of codes never cross a 64-bit load.
    static func pack(codes: [UInt16], width: Int, into writer: inout ByteWriter) {
        guard width > 0, !codes.isEmpty else { return }
        var packed = [UInt8](repeating: 0, count: size(codes.count, width: width))
        packed.withUnsafeMutableBytes { output in
            var bit = 0
            for code in codes {
                let byte = bit >> 3
                let word = output.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
                output.storeBytes(of: word | UInt64(code) &<< UInt64(bit & 7), toByteOffset: byte, as: UInt64.self)
                bit &+= width
            }
        }
        writer.append(packed)
    }

    static func unpack(_ reader: inout ByteReader, count: Int, width: Int) throws(SpanStoreError) -> [UInt64] {
        guard width <= 64 else { throw ByteReader.damaged }
        guard width > 0, count > 0 else { return [UInt64](repeating: 0, count: count) }
        let mask = width == 64 ? UInt64.max : (1 &<< UInt64(width)) &- 1
        return try reader.take(size(count, width: width)) { input in
            [UInt64](unsafeUninitializedCapacity: count) { output, initialized in
                var bit = 0
                for index in 0..<count {
                    let byte = bit >> 3
                    let shift = UInt64(bit & 7)
                    var value = input.loadUnaligned(fromByteOffset: byte, as: UInt64.self) &>> shift
                    if shift != 0, Int(shift) &+ width > 64 {
                        value |= UInt64(input[byte &+ 8]) &<< (64 &- shift)
                    }
                    output.initializeElement(at: index, to: value & mask)
                    bit &+= width
                }
                initialized = count
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
