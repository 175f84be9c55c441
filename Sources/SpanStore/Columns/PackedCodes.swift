/// The codes of a coded column without its dictionary, packed as densely as they lie in a segment.
///
/// What counting by known numbers reads: a fraction of the memory of the decoded column, and still one load and one
/// mask per row.
struct PackedCodes: Sendable {
    /// The rows that have a value, ascending; nil where every row has a code.
    let rows: [UInt16]?
    /// How many entries the column's dictionary has; no code is greater.
    let valueCount: Int
    /// Bits per code, 0 where all codes are `constant`.
    private let width: Int
    private let constant: UInt16
    /// With padding, so that four bytes can be loaded anywhere.
    private let bytes: [UInt8]

    /// One code for all.
    init(constant: UInt16, rows: [UInt16]?, valueCount: Int) {
        self.init(
            rows: rows, valueCount: valueCount, width: 0, constant: constant, bytes: [UInt8](repeating: 0, count: 8))
    }

    /// Packs codes.
    init(_ codes: [UInt16], rows: [UInt16]?, valueCount: Int) {
        let width = BitPacking.width(UInt64(codes.max() ?? 0))
        guard width > 0 else {
            self.init(constant: 0, rows: rows, valueCount: valueCount)
            return
        }
        var writer = ByteWriter()
        BitPacking.pack(codes: codes, width: width, into: &writer)
        self.init(rows: rows, valueCount: valueCount, width: width, constant: 0, bytes: writer.bytes)
    }

    /// Takes codes over as they were packed.
    ///
    /// - Throws: `.damaged` where a code is greater than `valueCount`.
    init(
        packed bytes: [UInt8], width: Int, count: Int, rows: [UInt16]?, valueCount: Int
    ) throws(SpanStoreError) {
        self.init(rows: rows, valueCount: valueCount, width: width, constant: 0, bytes: bytes)
        guard valueCount + 1 < 1 << width else { return }
        var greatest = 0
        reading { code in for position in 0..<count { greatest = max(greatest, code(position)) } }
        guard greatest <= valueCount else { throw ByteReader.damaged }
    }

    private init(rows: [UInt16]?, valueCount: Int, width: Int, constant: UInt16, bytes: [UInt8]) {
        self.rows = rows
        self.valueCount = valueCount
        self.width = width
        self.constant = constant
        self.bytes = bytes
    }

    /// About how many bytes of memory it takes.
    var memoryBytes: Int { bytes.count + (rows?.count ?? 0) * 2 + 96 }
}

extension PackedCodes: CountableCodes {
    @inline(__always)
    func reading(_ body: ((_ position: Int) -> Int) -> Void) {
        let (width, constant) = (width, Int(constant))
        let mask = UInt32(truncatingIfNeeded: (1 << width) - 1)
        bytes.withUnsafeBytes { bytes in
            body { position in
                let bit = position &* width
                let word = bytes.loadUnaligned(fromByteOffset: bit >> 3, as: UInt32.self)
                return constant | Int(word &>> UInt32(truncatingIfNeeded: bit & 7) & mask)
            }
        }
    }
}
