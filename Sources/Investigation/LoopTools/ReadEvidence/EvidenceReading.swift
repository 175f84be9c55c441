import JSONValues
import ToolKit

/// The arguments of `read_evidence`.
struct EvidenceReading: Decodable, Sendable {
    var evidence: String
    var section: String?
    var `where`: [Condition]?
    var columns: [String]?
    var orderBy: String?
    var ascending: Bool?
    var groupBy: String?
    var aggregate: Aggregate?
    var aggregateColumn: String?
    var contains: String?
    var offset: Int?
    var limit: Int?

    struct Condition: Decodable, Sendable {
        var column: String
        var op: String
        var value: JSONValue
    }

    enum Aggregate: String, Decodable, Sendable { case count, sum, min, max, mean }

    private enum CodingKeys: String, CodingKey {
        case evidence, section, `where`, columns, ascending, aggregate, contains, offset, limit
        case orderBy = "order_by"
        case groupBy = "group_by"
        case aggregateColumn = "aggregate_column"
    }

    /// Reads in stored evidence.
    func output(from stored: [EvidenceID: Evidence]) throws(ToolFailure) -> ToolOutput {
        guard let id = EvidenceID(evidence), let evidence = stored[id] else {
            let known = stored.keys.sorted().map(\.description).joined(separator: ", ")
            throw ToolFailure(.notFound, "there is no evidence '\(self.evidence)'", hint: "known: \(known)")
        }
        let section = try choose(from: evidence.output.sections)
        var output = ToolOutput(
            summary: "part of \(id): \(evidence.output.summary)", backend: evidence.output.backend,
            window: evidence.output.window, isComplete: evidence.output.isComplete, notes: evidence.output.notes)
        switch section.content {
        case .table(let table):
            let (part, note) = try EvidenceSlice(table: table).part(for: self)
            output.sections = [.init(name: section.name, content: .table(part))]
            output.notes.append(note)
        case .text(let text):
            let (part, note) = lines(of: text)
            output.sections = [.init(name: section.name, content: .text(part))]
            output.notes.append(note)
        }
        return output
    }

    private func choose(from sections: [ToolOutput.Section]) throws(ToolFailure) -> ToolOutput.Section {
        let names = sections.map(\.name).joined(separator: ", ")
        if let section {
            guard let found = sections.first(where: { $0.name == section }) else {
                throw ToolFailure(.notFound, "it has no section '\(section)'", hint: "sections: \(names)")
            }
            return found
        }
        guard sections.count == 1, let only = sections.first else {
            throw ToolFailure(.invalidArguments, "say which section", hint: "sections: \(names)")
        }
        return only
    }

    private func lines(of text: String) -> (String, String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let total = lines.count
        if let contains { lines = lines.filter { $0.contains(contains) } }
        let found = lines.count
        lines = Array(lines.dropFirst(offset ?? 0).prefix(limit ?? 200))
        return (
            lines.joined(separator: "\n"),
            "\(lines.count) lines from line \(offset ?? 0) on, of \(found) that fit, of \(total)"
        )
    }
}
