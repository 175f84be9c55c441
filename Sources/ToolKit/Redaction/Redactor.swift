public import JSONValues

/// Masks secrets and personal data with pseudonyms that stay the same within an investigation.
///
/// Equal values get equal pseudonyms (`<email:3f9a1c>`), so that a model can still see that two rows are about the same
/// user. Without the key nobody can test a guess against a pseudonym.
public struct Redactor: Sendable {
    private let key: [UInt8]

    /// Makes a redactor; the same key gives the same pseudonyms.
    public init(key: [UInt8] = Array("whyd".utf8)) { self.key = key }

    /// The pseudonym of a value.
    public func pseudonym(_ kind: String, _ value: some StringProtocol) -> String {
        let digest = ContentHash.hmac(key: key, Array("\(kind):\(value)".utf8))
        return "<\(kind):\(ContentHash.hexadecimal(digest.prefix(3)))>"
    }

    /// Masks what is recognised by its shape.
    public func redact(_ text: String) -> String { redact(text, isUntrusted: true) }

    /// Masks every text of a value; members with telling names (`password`, `user.email`) are masked whole.
    public func redact(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(redact(text))
        case .array(let elements): return .array(elements.map { redact($0) })
        case .object(let members):
            let masked = members.map { name, member in
                (name, SensitiveNames.kind(of: name).map { mask(member, as: $0) } ?? redact(member))
            }
            return .object(Dictionary(masked, uniquingKeysWith: { $1 }))
        default: return value
        }
    }

    /// Masks a whole output.
    public func redact(_ output: ToolOutput) -> ToolOutput {
        var output = output
        output.summary = redact(output.summary, isUntrusted: false)
        output.notes = output.notes.map { redact($0, isUntrusted: false) }
        for position in output.sections.indices {
            switch output.sections[position].content {
            case .text(let text): output.sections[position].content = .text(redact(text))
            case .table(let table): output.sections[position].content = .table(redact(table))
            }
        }
        return output
    }

    /// Masks a failure's words.
    public func redact(_ failure: ToolFailure) -> ToolFailure {
        ToolFailure(failure.code, redact(failure.message), hint: failure.hint.map { redact($0) })
    }

    private func redact(_ table: ToolTable) -> ToolTable {
        var table = table
        let kinds = table.columns.map { SensitiveNames.kind(of: $0.name) }
        let nameColumn = table.columns.firstIndex { ["field", "attribute", "key"].contains($0.name) }
        let valueColumns = Set(table.columns.indices.filter { table.columns[$0].name.hasPrefix("value") })
        table.rows = table.rows.map { row in
            let rowKind = nameColumn.flatMap { $0 < row.count ? row[$0].string : nil }.flatMap(SensitiveNames.kind)
            return row.enumerated().map { position, cell in
                guard position < kinds.count else { return cell }
                if let kind = kinds[position] { return mask(cell, as: kind) }
                if let kind = rowKind, valueColumns.contains(position) { return mask(cell, as: kind) }
                guard let text = cell.string else { return cell }
                return .string(redact(text, isUntrusted: table.columns[position].isUntrusted))
            }
        }
        return table
    }

    private func mask(_ value: JSONValue, as kind: String) -> JSONValue {
        switch value {
        case .null, .boolean: value
        case .string(let text): .string(masked(text, as: kind))
        case .array(let elements): .array(elements.map { mask($0, as: kind) })
        default: .string(pseudonym(kind, value.text))
        }
    }

    /// A whole value as its pseudonym; what is one already stays.
    public func masked(_ text: String, as kind: String) -> String {
        text.isEmpty || Self.isPseudonym(text) ? text : pseudonym(kind, text)
    }

    /// The kind of pseudonym that values of a field get because of its name (`user.id`); nil where the name tells nothing.
    public static func kind(ofValuesNamed name: String) -> String? { SensitiveNames.kind(of: name) }

    /// Whether a text looks like a pseudonym.
    public static func isPseudonym(_ text: String) -> Bool {
        text.hasPrefix("<") && text.hasSuffix(">") && text.contains(":") && text.utf8.count < 40
    }

    /// Whether a pseudonym stands for a value.
    public func isPseudonym(_ pseudonym: String, of value: String) -> Bool {
        guard Self.isPseudonym(pseudonym), let kind = pseudonym.dropFirst().split(separator: ":").first else {
            return false
        }
        return self.pseudonym(String(kind), value) == pseudonym || redact(value) == pseudonym
    }

    private func redact(_ text: String, isUntrusted: Bool) -> String {
        let bytes = Array(text.utf8)
        let matches = SensitiveShapes.matches(in: bytes, includingAddresses: isUntrusted)
        guard !matches.isEmpty else { return text }
        var result = ""
        var position = 0
        for match in matches {
            result += String(decoding: bytes[position..<match.range.lowerBound], as: UTF8.self)
            result += pseudonym(match.kind, String(decoding: bytes[match.range], as: UTF8.self))
            position = match.range.upperBound
        }
        return result + String(decoding: bytes[position...], as: UTF8.self)
    }
}
