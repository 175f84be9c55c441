import Foundation

/// What a query took and what it found, for the comparison with the peers.
struct Answer: Codable {
    var query: String
    /// Median over the warm runs.
    var milliseconds: Double
    /// Numbers and texts, in an order both sides agree on.
    var rows: [[Cell]]

    enum Cell: Codable {
        case text(String)
        case number(Double)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }
}

/// Everything one run measured.
struct Measurement: Codable {
    var spans = 0
    var ingestSeconds = 0.0
    var bodyBytes = 0
    var bytesOnDisk = 0
    var residentBytes = 0
    var answers: [Answer] = []
}
