import Telemetry

/// One attribute column in the making.
struct AttributeBuilder {
    let type: ValueType
    private let scope: AttributeScope
    private let key: [UInt8]
    private var rows: [UInt16] = []
    private var codes: [UInt16] = []
    private var texts = TextInterner()
    private var words = WordInterner()

    init(scope: AttributeScope, key: Bytes, type: ValueType) {
        self.scope = scope
        self.key = Array(key)
        self.type = type
    }

    mutating func append(_ value: RawValue, row: Int) {
        let code = intern(value)
        guard code != 0 else { return }
        if let last = rows.last, Int(last) == row {
            codes[codes.count &- 1] = code
        } else {
            rows.append(UInt16(truncatingIfNeeded: row))
            codes.append(code)
        }
    }

    /// One value for many rows, as resources give it.
    mutating func append(_ value: RawValue, rows range: Range<Int>) {
        let code = intern(value)
        guard code != 0, let first = range.first else { return }
        if let last = rows.last, Int(last) >= first {
            // The key stood twice in one resource: the last one counts.
            codes.replaceSubrange((codes.count - range.count)..., with: repeatElement(code, count: range.count))
        } else {
            rows.append(contentsOf: range.lazy.map { UInt16(truncatingIfNeeded: $0) })
            codes.append(contentsOf: repeatElement(code, count: range.count))
        }
    }

    private mutating func intern(_ value: RawValue) -> UInt16 {
        switch value {
        case .text(let bytes), .composite(let bytes): texts.intern(bytes)
        case .integer(let number): words.intern(low: UInt64(bitPattern: number))
        case .double(let number): words.intern(low: number.bitPattern)
        case .boolean(let flag): words.intern(low: flag ? 1 : 0)
        }
    }

    var name: AttributeName { AttributeName(scope, String(decoding: key, as: UTF8.self)) }

    func column(rowCount: Int) -> CodedColumn {
        let dictionary: ColumnDictionary =
            switch type {
            case .text: .text(texts.dictionary)
            case .composite: .composites(texts.dictionary)
            case .integer: .integers(words.integers)
            case .double: .doubles(words.doubles)
            case .boolean: .booleans(words.booleans)
            }
        return CodedColumn(rows: rows, codes: codes, dictionary: dictionary).compacted(rowCount: rowCount)
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
