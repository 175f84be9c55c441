import Foundation
import SourceHistory
import Telemetry

/// The lists of injections that the authors of the data published, `rca_data/DATE/DATE-fault_list.json` of their
/// repository: all injections of a day, also those that are no case.
struct NezhaFaultLists: Sendable {
    /// Where they are published.
    static let repository = "github:IntelligentDDS/Nezha"

    private struct Entry: Decodable {
        var time: String
        var timestamp: String?
        var pod: String
        var kind: String

        private enum CodingKeys: String, CodingKey {
            case time = "inject_time"
            case timestamp = "inject_timestamp"
            case pod = "inject_pod"
            case kind = "inject_type"
        }
    }

    /// Reads all lists of a clone.
    ///
    /// - Throws: `EvaluationError` where the clone or a list cannot be read.
    static func injections(in clone: SourceRepository) async throws -> [NezhaInjection] {
        do {
            let head = try await clone.revision("HEAD")
            var found: [NezhaInjection] = []
            for path in try await clone.paths(at: head).sorted() where path.hasSuffix("-fault_list.json") {
                let text = try await clone.file(path, at: head).lines.joined(separator: "\n")
                let hours = try JSONDecoder().decode([String: [Entry]].self, from: Data(text.utf8))
                found += hours.values.joined().compactMap(injection)
            }
            return found.sorted { ($0.times[0], $0.what) < ($1.times[0], $1.what) }
        } catch {
            throw EvaluationError(.unreadableCase, "the fault lists of \(repository) cannot be read: \(error)")
        }
    }

    /// An injection with its time and its timestamp.
    ///
    /// A timestamp that is whole hours away is in another time zone and counts by its minutes; one that differs by more
    /// than two minutes besides is a mistake and does not count.
    private static func injection(_ entry: Entry) -> NezhaInjection? {
        guard let time = Timestamp(iso8601: entry.time + "Z") else { return nil }
        var times = [time]
        if let seconds = entry.timestamp.flatMap(Double.init) {
            let hour = 3600.0
            let away = (seconds - time.seconds).remainder(dividingBy: hour)
            if away != 0, abs(away) <= 120 { times.append(Timestamp(seconds: time.seconds + away)) }
        }
        return NezhaInjection(system: nil, what: "\(entry.kind) of \(entry.pod)", times: times)
    }
}
