import Foundation

/// What a query took and what it found, for the comparison with the peers.
struct Answer: Codable {
    var query: String
    /// Median over the warm runs.
    var milliseconds: Double
    /// Median over runs that had to read and decode every column anew; the file is in the system's cache.
    var coldMilliseconds: Double
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

/// What sending all spans came to.
struct IngestMeasurement: Codable {
    var spans: Int
    var ingestSeconds: Double
    var bodyBytes: Int
    var bytesOnDisk: Int
}

/// What the queries came to.
struct QueryMeasurement: Codable {
    /// The most memory that was resident after a query.
    var peakResidentBytes = 0
    var answers: [Answer] = []
}

/// One query, idle and while spans come in.
struct BusyMeasurement: Codable {
    var query: String
    var idleMs: Double
    var busyMs: Double
    var samples: Int
    /// The rate that was reached.
    var spansPerSecond: Double
}
