import Foundation
import JSONValues

/// What is known about an incident: the alert, new error patterns, commits, deploys, metrics.
struct IncidentRecord: Sendable {
    let alert: JSONValue
    let patterns: [JSONValue]
    let commits: [JSONValue]
    let deploys: [JSONValue]
    /// Rows of `metrics.csv`: time, service, metric, value.
    let metrics: [(time: String, service: String, metric: String, value: Double)]

    init(_ folder: URL) throws {
        let data = folder.appending(path: "data")
        func json(_ path: String) throws -> JSONValue {
            do {
                return try JSONValue(parsing: [UInt8](Data(contentsOf: data.appending(path: path))))
            } catch {
                throw EvaluationError(.unreadableCase, "\(folder.lastPathComponent)/\(path) cannot be read: \(error)")
            }
        }
        alert = try json("alert.json")
        patterns = (try? json("patterns.json"))?.array ?? []
        commits = try json("context/commits.json").array ?? []
        deploys = (try? json("context/deploys.json"))?.array ?? []
        let table = (try? String(contentsOf: data.appending(path: "metrics.csv"), encoding: .utf8)) ?? ""
        metrics = table.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count >= 4, let value = Double(cells[3]) else { return nil }
            return (cells[0], cells[1], cells[2], value)
        }
    }

    /// When the alert fired.
    var firedAt: String { alert["fired_at"]?.string ?? "9999" }

    /// Patterns that tell of the failure.
    var failing: [JSONValue] { patterns.filter { $0["sentiment"]?.string == "negative" } }

    /// The words of the failure.
    var symptom: String {
        let alertWords = ["metric", "summary", "detail"].compactMap { alert[$0]?.string }
        return (alertWords + failing.compactMap { $0["signature"]?.string }).joined(separator: " ")
    }

    var services: [String] {
        Set(([alert] + failing).compactMap { $0["service"]?.string }).sorted()
    }
}

/// Which commit did it, and which ones did not.
struct IncidentTruth: Sendable {
    /// Nil where no commit did.
    let commit: String?
    let decoys: Set<String>

    init(_ folder: URL) throws {
        do {
            let value = try JSONValue(parsing: [UInt8](Data(contentsOf: folder.appending(path: "truth.json"))))
            let named = value["root_cause_commit"]?.string
            commit = named == "none" ? nil : named
            decoys = Set((value["decoy_deploy_commits"]?.array ?? []).compactMap(\.string))
        } catch {
            throw EvaluationError(.unreadableCase, "\(folder.lastPathComponent)/truth.json cannot be read: \(error)")
        }
    }
}
