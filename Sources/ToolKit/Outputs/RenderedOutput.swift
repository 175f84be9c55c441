public import JSONValues

/// A tool's output as a model reads it: JSON, capped, cleaned, with what was cut.
///
/// Members: `evidence`, `summary`, `window`, `tables` (`name`, `columns`, `units`, `untrusted`, `rows`), `texts`
/// (`name`, `text`), `notes`, `cut` (sentences), `budget`. Members without content are left out.
public struct RenderedOutput: Sendable, Equatable {
    /// The JSON.
    public let value: JSONValue
    /// What was left out, one sentence each.
    public let cut: [String]

    /// Renders an output.
    ///
    /// - Parameters:
    ///   - evidence: the id under which the whole of it is stored; nil where it is not.
    ///   - budget: what is left to spend, in the caller's own members.
    public init(
        _ output: ToolOutput, evidence: String? = nil, cap: OutputCap = OutputCap(), budget: JSONValue? = nil
    ) {
        let clean = UntrustedText.cleaned(output)
        var fitting = OutputFitting(cap: cap, evidence: evidence)
        let (tables, texts) = fitting.fit(clean.sections)
        var members: [String: JSONValue] = ["summary": .string(UntrustedText.cleaned(clean.summary, limit: 400))]
        if let evidence { members["evidence"] = .string(evidence) }
        if let window = clean.window { members["window"] = .string("\(window)") }
        if !tables.isEmpty { members["tables"] = .array(tables) }
        if !texts.isEmpty { members["texts"] = .array(texts) }
        var notes = clean.notes
        if !clean.isComplete, notes.isEmpty { notes.append("this is not everything there was") }
        if !notes.isEmpty { members["notes"] = .array(notes.prefix(20).map { .string(String($0.prefix(400))) }) }
        if !fitting.cut.isEmpty { members["cut"] = .array(fitting.cut.map(JSONValue.string)) }
        if let budget { members["budget"] = budget }
        value = .object(members)
        cut = fitting.cut
    }

    /// A failure as a model reads it.
    public init(_ failure: ToolFailure, budget: JSONValue? = nil) {
        var members: [String: JSONValue] = [
            "error": .string(failure.code.rawValue),
            "message": .string(UntrustedText.cleaned(failure.message, limit: 2000)),
        ]
        if let hint = failure.hint { members["hint"] = .string(UntrustedText.cleaned(hint, limit: 1000)) }
        if let budget { members["budget"] = budget }
        value = .object(members)
        cut = []
    }

    /// The JSON as text; the same output always gives the same bytes.
    public var text: String { value.text }
}

/// How much of an output a model gets.
public struct OutputCap: Sendable, Hashable {
    /// Bytes over all sections; about 4 make a token.
    public var bytes: Int
    /// Rows of one table.
    public var rows: Int
    /// Characters of one cell that outsiders can write.
    public var untrustedCell: Int
    /// Characters of one other cell.
    public var cell: Int

    /// Makes a cap; the default is about 3 000 tokens.
    public init(bytes: Int = 12_000, rows: Int = 100, untrustedCell: Int = 256, cell: Int = 1000) {
        self.bytes = bytes
        self.rows = rows
        self.untrustedCell = untrustedCell
        self.cell = cell
    }
}
