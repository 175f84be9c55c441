import SpanSources
import Telemetry

/// A condition that equals or differs from texts, which dictionaries answer by hash instead of entry by entry.
struct TextCondition {
    let texts: [String]
    /// Whether rows with any other value are meant.
    let isNegated: Bool

    /// Nil where a comparison is of another kind.
    init?(_ comparator: Predicate.Comparator, _ value: AttributeValue) {
        guard case .string(let text) = value, comparator == .equal || comparator == .notEqual else { return nil }
        texts = [text]
        isNegated = comparator == .notEqual
    }

    /// Nil where a value is no text.
    init?(isOneOf values: [AttributeValue]) {
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { return nil }
            texts.append(text)
        }
        self.texts = texts
        isNegated = false
    }

    /// The rows of a coded column that meet it; nil where the dictionary has to be asked entry by entry.
    func rows(_ data: ColumnData, count: Int) -> Bitmap? {
        guard let coded = data.coded else { return nil }
        var codes: [UInt16] = []
        for text in texts {
            guard let code = data.code(ofText: text) else { return nil }
            if code != 0 { codes.append(code) }
        }
        guard isNegated || codes.count > 1 else { return coded.rows(withCode: codes.first ?? 0, count: count) }
        var marks = [Bool](repeating: isNegated, count: coded.dictionary.count + 1)
        marks[0] = false
        for code in codes { marks[Int(code)] = !isNegated }
        return coded.rows(marks, count: count)
    }

    /// The rows of a column of span ids that meet it; an id of 0 is the empty text.
    func rows(_ identifiers: [UInt64]) -> Bitmap {
        let wanted = Set(texts.compactMap { Self.identifier($0) })
        let only = wanted.first ?? 0
        let isNegated = isNegated
        return identifiers.withUnsafeBufferPointer { identifiers in
            if wanted.count == 1 {
                return Bitmap(count: identifiers.count) { (identifiers[$0] == only) != isNegated }
            }
            return Bitmap(count: identifiers.count) { wanted.contains(identifiers[$0]) != isNegated }
        }
    }

    private static func identifier(_ text: String) -> UInt64? {
        if text.isEmpty { return 0 }
        guard let id = SpanID(text), id != .none, id.description == text else { return nil }
        return id.value
    }
}

extension CodedColumn {
    /// The rows that have a code; none for 0.
    func rows(withCode code: UInt16, count: Int) -> Bitmap {
        guard code != 0 else { return Bitmap(count: count, filled: false) }
        if let rows {
            var bitmap = Bitmap(count: count, filled: false)
            for position in rows.indices where codes[position] == code { bitmap.set(Int(rows[position])) }
            return bitmap
        }
        return codes.withUnsafeBufferPointer { codes in Bitmap(count: count) { codes[$0] == code } }
    }

    /// The rows whose code is marked; element 0 of the marks is false.
    func rows(_ marks: [Bool], count: Int) -> Bitmap {
        if let rows {
            var bitmap = Bitmap(count: count, filled: false)
            for position in rows.indices where marks[Int(codes[position])] { bitmap.set(Int(rows[position])) }
            return bitmap
        }
        return marks.withUnsafeBufferPointer { marks in
            codes.withUnsafeBufferPointer { codes in Bitmap(count: count) { marks[Int(codes[$0])] } }
        }
    }
}
