import JSONValues

/// A tool's answer, as rendered for a model.
struct RulebookAnswer {
    /// The evidence id, such as `E4`; nil for failures and for tools that leave none.
    let evidence: String?
    let summary: String
    let tables: [RulebookTable]
    /// Texts by name.
    let texts: [String: String]
    let notes: [String]
    let isError: Bool

    init(_ result: ToolCallResult) {
        self.init((try? JSONValue(parsing: result.content)) ?? .null, isError: result.isError)
    }

    init(_ value: JSONValue, isError: Bool = false) {
        evidence = value["evidence"]?.string
        summary = value["summary"]?.string ?? value["message"]?.string ?? ""
        tables = (value["tables"]?.array ?? []).map(RulebookTable.init)
        var texts: [String: String] = [:]
        for text in value["texts"]?.array ?? [] {
            texts[text["name"]?.string ?? ""] = text["text"]?.string ?? ""
        }
        self.texts = texts
        notes = (value["notes"]?.array ?? []).compactMap(\.string)
        self.isError = isError || value["error"] != nil
    }

    /// The table of a name, or the only one.
    func table(_ name: String) -> RulebookTable? {
        tables.first { $0.name == name } ?? (tables.count == 1 ? tables.first : nil)
    }
}

/// A table of an answer.
struct RulebookTable {
    let name: String
    let columns: [String]
    let rows: [RulebookRow]

    init(_ value: JSONValue) {
        name = value["name"]?.string ?? ""
        let columns = (value["columns"]?.array ?? []).compactMap(\.string)
        self.columns = columns
        rows = (value["rows"]?.array ?? []).compactMap { row in
            row.array.map { RulebookRow(cells: Dictionary(zip(columns, $0), uniquingKeysWith: { first, _ in first })) }
        }
    }
}

/// A row of an answer's table.
struct RulebookRow {
    let cells: [String: JSONValue]

    func text(_ column: String) -> String { cells[column]?.string ?? "" }

    func number(_ column: String) -> Double { cells[column]?.double ?? 0 }

    func flag(_ column: String) -> Bool { cells[column]?.boolean ?? false }
}
