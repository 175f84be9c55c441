/// Collects a text column out of rows of several tables.
struct TextColumnAssembler {
    private(set) var column = StringColumn()
    private var index: [String: UInt32] = [:]

    /// Makes room for so many cells in all.
    mutating func reserve(_ count: Int) { column.codes.reserveCapacity(count) }

    mutating func append(_ text: String) { column.codes.append(code(of: text)) }

    /// The code of a text, a new one where it is new.
    private mutating func code(of text: String) -> UInt32 {
        if let code = index[text] { return code }
        let code = UInt32(column.dictionary.count)
        index[text] = code
        column.dictionary.append(text)
        return code
    }

    /// Appends a cell per row; rows without a value give an empty text.
    mutating func append(_ source: CodedColumn?, rows: [Int]) {
        guard let source, case .text(let dictionary) = source.dictionary else {
            guard !rows.isEmpty else { return }
            column.codes.append(contentsOf: repeatElement(code(of: ""), count: rows.count))
            return
        }
        append(
            dictionary, codes: source.rows == nil ? rows.picking(source.codes) { $0 } : rows.map(source.code(atRow:)))
    }

    /// Appends the cells of another column.
    mutating func append(_ other: TextColumnAssembler) {
        let codes = other.column.dictionary.map { code(of: $0) }
        column.codes.append(contentsOf: other.column.codes.lazy.map { codes[Int($0)] })
    }

    /// Appends a cell per code; each distinct code is looked up once.
    mutating func append(_ dictionary: TextDictionary, codes: [UInt16]) {
        var known = [UInt32](repeating: .max, count: dictionary.count + 1)
        for code in codes {
            if known[Int(code)] == .max { known[Int(code)] = self.code(of: code == 0 ? "" : dictionary[Int(code) - 1]) }
            column.codes.append(known[Int(code)])
        }
    }
}
