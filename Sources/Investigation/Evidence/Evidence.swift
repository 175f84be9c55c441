public import JSONValues
public import Telemetry
public import ToolKit

/// A stored tool result: whole, after masking, with the exact call that gave it.
public struct Evidence: Codable, Sendable, Equatable {
    /// Unique within an investigation: `E1` is the dossier.
    public var id: EvidenceID
    public var tool: String
    /// The arguments as called.
    public var arguments: JSONValue
    public var output: ToolOutput
    public var takenAt: Timestamp
    /// SHA-256 of the output's JSON; equal outputs have equal hashes.
    public var hash: String

    /// Stores an output.
    public init(
        id: EvidenceID, tool: String, arguments: JSONValue, output: ToolOutput, takenAt: Timestamp
    ) {
        self.id = id
        self.tool = tool
        self.arguments = arguments
        self.output = output
        self.takenAt = takenAt
        hash = Self.hash(of: output)
    }

    /// The hash an output has.
    public static func hash(of output: ToolOutput) -> String {
        ContentHash.sha256((try? JSONValue(encoding: output).text) ?? "")
    }

    /// Rows over all tables.
    public var rowCount: Int {
        output.sections.reduce(0) { if case .table(let table) = $1.content { $0 + table.rows.count } else { $0 } }
    }

    private enum CodingKeys: String, CodingKey {
        case id, tool, arguments, output, hash
        case takenAt = "taken_at"
    }
}

/// The number of an evidence within its investigation, written `E7`.
public struct EvidenceID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public var number: Int

    /// Makes an id.
    public init(_ number: Int) { self.number = number }

    /// Reads `E7`, `e7` or `[E7]`.
    public init?(_ text: some StringProtocol) {
        let text = text.drop { $0 == "[" || $0 == " " }
        guard let first = text.first, first == "E" || first == "e",
            let number = Int(text.dropFirst().prefix { $0.isASCII && $0.isNumber }), number > 0
        else { return nil }
        self.number = number
    }

    public static func < (left: EvidenceID, right: EvidenceID) -> Bool { left.number < right.number }

    public var description: String { "E\(number)" }
}

extension EvidenceID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = EvidenceID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an evidence id such as E7")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
