import Foundation

/// One production incident: requests by attribute combination and minute, and the combination that failed.
struct RobustSpotCase: Sendable {
    var name: String
    var anomalousMinute: Int64
    /// The causing combinations; each a value per attribute.
    var causes: [[String: String]]
    /// Attribute names.
    var attributes: [String]
    var rows: [Row]

    struct Row: Sendable {
        var minute: Int64
        var values: [String]
        var failures: Int
        var count: Int
    }

    private struct Label: Decodable {
        var name: String
        var minute: Int64
        var cause: [[String: Value]]

        enum Value: Decodable {
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

            var text: String {
                switch self {
                case .text(let text): text
                case .number(let number): number == number.rounded() ? String(Int64(number)) : String(number)
                }
            }
        }

        private enum CodingKeys: String, CodingKey {
            case name = "case"
            case minute = "anomalous_minute"
            case cause
        }
    }

    /// Reads `labels.json` and the table of each case; a case without a table is noted and left out.
    static func all(_ folder: URL, _ notes: inout [String]) throws -> [RobustSpotCase] {
        let labels: [Label]
        do {
            labels = try JSONDecoder().decode(
                [Label].self, from: Data(contentsOf: folder.appending(path: "labels.json")))
        } catch {
            throw EvaluationError(.unreadableCase, "robustspot/labels.json cannot be read: \(error)")
        }
        return labels.compactMap { label in
            let path = "cases/\(label.name).csv"
            guard let text = try? String(contentsOf: folder.appending(path: path), encoding: .utf8) else {
                notes.append("skipped robustspot \(label.name): \(path) cannot be read")
                return nil
            }
            return RobustSpotCase(
                name: label.name, minute: label.minute, causes: label.cause.map { $0.mapValues(\.text) }, text)
        }
    }

    private init(name: String, minute: Int64, causes: [[String: String]], _ text: String) {
        self.name = name
        anomalousMinute = minute
        self.causes = causes
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = lines.first ?? []
        let places = header.indices.filter { !["min", "value", "cnt"].contains(header[$0]) }
        attributes = places.map { header[$0] }
        func number(_ line: [String], _ column: String) -> Double {
            header.firstIndex(of: column).flatMap { $0 < line.count ? Double(line[$0]) : nil } ?? 0
        }
        rows = lines.dropFirst().filter { $0.count == header.count }.map { line in
            Row(
                minute: Int64(number(line, "min")), values: places.map { line[$0] },
                failures: Int(number(line, "value")), count: Int(number(line, "cnt")))
        }
    }

    /// The anomalous minute's rows and those of the four minutes before it, scaled down to at most `limit` spans.
    func scaled(to limit: Int) -> [Row] {
        let before = Set(rows.map(\.minute)).filter { $0 < anomalousMinute }.sorted().suffix(4)
        let mine = rows.filter { $0.minute == anomalousMinute || before.contains($0.minute) }
        let total = mine.reduce(0) { $0 + $1.count }
        guard total > limit else { return mine }
        let scale = Double(limit) / Double(total)
        return mine.map { row in
            var result = row
            result.failures = Int((Double(row.failures) * scale).rounded())
            result.count = max(result.failures, Int((Double(row.count) * scale).rounded()))
            return result
        }
    }
}
