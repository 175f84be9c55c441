import Telemetry

/// One attribute column in the making.
struct AttributeBuilder: ~Copyable {
    let type: ValueType
    private let scope: AttributeScope
    private let key: [UInt8]
    private var codes = GrowableBuffer<UInt16>()
    /// The row of each code, once some row has none; until then the n-th code is that of row n.
    private var rows = GrowableBuffer<UInt16>()
    private var hasGaps = false
    private var texts = TextInterner()
    private var words = WordInterner<UInt64>()

    init(scope: AttributeScope, key: Bytes, type: ValueType) {
        self.scope = scope
        self.key = Array(key)
        self.type = type
    }

    @inline(__always)
    mutating func append(_ value: RawValue, row: Int) {
        let code = intern(value)
        if !hasGaps, row == codes.count, code != 0 {
            codes.append(code)
        } else {
            place(code, row)
        }
    }

    private mutating func place(_ code: UInt16, _ row: Int) {
        guard code != 0 else { return }
        if let last = lastRow, last == row {
            // The key stood twice in one span: the last one counts.
            codes[codes.count &- 1] = code
        } else {
            openGaps()
            rows.append(UInt16(truncatingIfNeeded: row))
            codes.append(code)
        }
    }

    /// One value for many rows, as resources give it.
    mutating func append(_ value: RawValue, rows range: Range<Int>) {
        let code = intern(value)
        guard code != 0, let first = range.first else { return }
        if let last = lastRow, last >= first {
            // The key stood twice in one resource: the last one counts.
            for place in (codes.count - range.count)..<codes.count { codes[place] = code }
            return
        }
        if hasGaps || first != codes.count {
            openGaps()
            for row in range { rows.append(UInt16(truncatingIfNeeded: row)) }
        }
        codes.append(repeating: code, count: range.count)
    }

    private var lastRow: Int? {
        codes.count == 0 ? nil : hasGaps ? Int(rows[rows.count - 1]) : codes.count - 1
    }

    private mutating func openGaps() {
        guard !hasGaps else { return }
        hasGaps = true
        for row in 0..<codes.count { rows.append(UInt16(truncatingIfNeeded: row)) }
    }

    @inline(__always)
    private mutating func intern(_ value: RawValue) -> UInt16 {
        switch value {
        case .text(let bytes), .composite(let bytes): texts.intern(bytes)
        case .integer(let number): words.intern(UInt64(bitPattern: number))
        case .double(let number): words.intern(number.bitPattern)
        case .boolean(let flag): words.intern(flag ? 1 : 0)
        }
    }

    var name: AttributeName { AttributeName(scope, String(decoding: key, as: UTF8.self)) }

    func column(rowCount: Int) -> CodedColumn {
        if !hasGaps, codes.count == rowCount {
            return CodedColumn(rows: nil, codes: codes.array, dictionary: dictionary)
        }
        let rows = hasGaps ? rows.array : (0..<codes.count).map { UInt16(truncatingIfNeeded: $0) }
        return CodedColumn(rows: rows, codes: codes.array, dictionary: dictionary).compacted(rowCount: rowCount)
    }

    private var dictionary: ColumnDictionary {
        switch type {
        case .text: .text(texts.dictionary)
        case .composite: .composites(texts.dictionary)
        case .integer: .integers(words.integers)
        case .double: .doubles(words.doubles)
        case .boolean: .booleans(words.booleans)
        }
    }
}

extension RawValue {
    @inline(__always)
    var type: ValueType {
        switch self {
        case .text: .text
        case .composite: .composite
        case .integer: .integer
        case .double: .double
        case .boolean: .boolean
        }
    }
}
