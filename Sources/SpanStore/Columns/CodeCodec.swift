import Telemetry

/// Dictionary codes of a column: constant, runs, first appearances, or bit-packed; whichever is smallest.
enum CodeCodec {
    private enum Form: UInt8 { case constant = 0, packed = 1, runs = 2, appearances = 3 }

    static func encode(_ codes: [UInt16], into writer: inout ByteWriter) {
        let shape = Shape(codes)
        let width = BitPacking.width(UInt64(shape.maximum))
        let packedSize = BitPacking.size(codes.count, width: width)
        if shape.runs <= 1 {
            writer.byte(Form.constant.rawValue)
            writer.varint(Int(codes.first ?? 0))
        } else if shape.runs * 3 < packedSize {
            writer.byte(Form.runs.rawValue)
            runs(codes, shape.runs, into: &writer)
        } else if shape.isAppearanceOrdered, codes.count / 8 + (codes.count - shape.newcomers) * width / 8 < packedSize
        {
            writer.byte(Form.appearances.rawValue)
            appearances(codes, width, into: &writer)
        } else {
            writer.byte(Form.packed.rawValue)
            writer.byte(UInt8(width))
            BitPacking.pack(codes: codes, width: width, into: &writer)
        }
    }

    /// - Parameter limit: The greatest code there may be.
    static func decode(_ reader: inout ByteReader, count: Int, limit: Int) throws(SpanStoreError) -> [UInt16] {
        let codes: [UInt16]
        switch Form(rawValue: try reader.byte()) {
        case .constant: codes = Array(repeating: UInt16(try reader.count(atMost: limit)), count: count)
        case .packed: codes = try BitPacking.unpackCodes(&reader, count: count, width: Int(try reader.byte()))
        case .runs: codes = try decodeRuns(&reader, count: count)
        case .appearances: codes = try decodeAppearances(&reader, count: count)
        case nil: throw ByteReader.damaged
        }
        guard codes.allSatisfy({ $0 <= limit }) else { throw ByteReader.damaged }
        return codes
    }

    /// The codes as they are packed, or packed anew where they are stored in another form.
    ///
    /// - Parameters:
    ///   - rows: The rows the codes belong to; nil for all.
    ///   - limit: The greatest code there may be.
    static func packed(
        _ reader: inout ByteReader, count: Int, rows: [UInt16]?, limit: Int
    ) throws(SpanStoreError) -> PackedCodes {
        var form = reader
        switch Form(rawValue: try form.byte()) {
        case .constant:
            return PackedCodes(constant: UInt16(try form.count(atMost: limit)), rows: rows, valueCount: limit)
        case .packed:
            let width = Int(try form.byte())
            guard width > 0, width <= 16, count > 0 else {
                guard width <= 16 else { throw ByteReader.damaged }
                return PackedCodes(constant: 0, rows: rows, valueCount: limit)
            }
            let bytes = try form.raw(UInt8.self, count: BitPacking.size(count, width: width))
            return try PackedCodes(packed: bytes, width: width, count: count, rows: rows, valueCount: limit)
        default:
            let codes = try decode(&reader, count: count, limit: limit)
            return PackedCodes(codes, rows: rows, valueCount: limit)
        }
    }

    /// What decides the form, found in one pass.
    private struct Shape {
        var maximum: UInt16 = 0
        var runs = 0
        /// Codes that are one more than every code before them.
        var newcomers = 0
        /// Whether no code skips ahead of the newcomers.
        var isAppearanceOrdered = true

        init(_ codes: [UInt16]) {
            codes.withUnsafeBufferPointer { codes in
                var previous: Int32 = -1
                for code in codes {
                    runs &+= Int32(code) == previous ? 0 : 1
                    previous = Int32(code)
                    guard code > maximum else { continue }
                    if code == maximum &+ 1 { newcomers &+= 1 } else { isAppearanceOrdered = false }
                    maximum = code
                }
            }
        }
    }

    private static func runs(_ codes: [UInt16], _ count: Int, into writer: inout ByteWriter) {
        writer.varint(count)
        var start = 0
        for position in 1...codes.count where position == codes.count || codes[position] != codes[start] {
            writer.varint(position - start)
            writer.varint(Int(codes[start]))
            start = position
        }
    }

    private static func decodeRuns(_ reader: inout ByteReader, count: Int) throws(SpanStoreError) -> [UInt16] {
        var codes: [UInt16] = []
        codes.reserveCapacity(count)
        for _ in 0..<(try reader.count(atMost: count)) {
            let length = try reader.count(atMost: count - codes.count)
            codes.append(contentsOf: repeatElement(UInt16(try reader.count(atMost: 65_535)), count: length))
        }
        guard codes.count == count else { throw ByteReader.damaged }
        return codes
    }

    private static func appearances(_ codes: [UInt16], _ width: Int, into writer: inout ByteWriter) {
        var others = GrowableBuffer<UInt16>()
        codes.withUnsafeBufferPointer { codes in
            writer.fill((codes.count + 7) / 8) { flags in
                var maximum: UInt16 = 0
                for place in 0..<codes.count {
                    let code = codes[place]
                    if code > maximum {
                        flags[place >> 3] |= 1 << UInt8(place & 7)
                        maximum = code
                    } else {
                        others.append(code)
                    }
                }
            }
        }
        writer.varint(others.count)
        writer.byte(UInt8(width))
        BitPacking.pack(others.count, width: width, into: &writer) { UInt64(others[$0]) }
    }

    private static func decodeAppearances(_ reader: inout ByteReader, count: Int) throws(SpanStoreError) -> [UInt16] {
        let flags = try reader.raw(UInt8.self, count: (count + 7) / 8)
        let otherCount = try reader.count(atMost: count)
        let others = try BitPacking.unpackCodes(&reader, count: otherCount, width: Int(try reader.byte()))
        var codes: [UInt16] = []
        codes.reserveCapacity(count)
        var maximum: UInt16 = 0
        var next = 0
        for position in 0..<count {
            if flags[position >> 3] >> UInt8(position & 7) & 1 == 1 {
                maximum &+= 1
                codes.append(maximum)
            } else {
                guard next < others.count else { throw ByteReader.damaged }
                codes.append(others[next])
                next &+= 1
            }
        }
        return codes
    }
}
