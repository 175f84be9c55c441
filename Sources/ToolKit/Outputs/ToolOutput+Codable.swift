extension ToolOutput.Content: Codable {
    private enum CodingKeys: String, CodingKey { case table, text }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            self = .text(text)
        } else {
            self = .table(try container.decode(ToolTable.self, forKey: .table))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .table(let table): try container.encode(table, forKey: .table)
        case .text(let text): try container.encode(text, forKey: .text)
        }
    }
}
