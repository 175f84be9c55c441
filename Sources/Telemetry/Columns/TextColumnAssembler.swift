/// Collects a text column out of rows of several tables.
struct TextColumnAssembler {
    private(set) var column = StringColumn()
    private var index: [String: UInt32] = [:]

    mutating func append(_ text: String) {
        if let code = index[text] {
            column.codes.append(code)
        } else {
            let code = UInt32(column.dictionary.count)
            index[text] = code
            column.dictionary.append(text)
            column.codes.append(code)
        }
    }

    /// Appends a cell per row; rows without a value give an empty text.
    mutating func append(_ source: CodedColumn?, rows: [Int]) {
        guard let source, case .text(let dictionary) = source.dictionary else {
            for _ in rows { append("") }
            return
        }
        append(dictionary, codes: rows.map { source.code(atRow: $0) })
    }

    /// Appends a cell per code; each distinct code is looked up once.
    mutating func append(_ dictionary: TextDictionary, codes: [UInt16]) {
        var known = [UInt32](repeating: .max, count: dictionary.count + 1)
        for code in codes {
            if known[Int(code)] == .max {
                append(code == 0 ? "" : dictionary[Int(code) - 1])
                known[Int(code)] = column.codes[column.codes.count - 1]
            } else {
                column.codes.append(known[Int(code)])
            }
        }
    }
}
