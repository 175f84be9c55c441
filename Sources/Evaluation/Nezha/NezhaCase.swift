import Foundation
import Telemetry

/// An injected fault: which minutes are fault-free, wholly or partly inside it, and what was done.
struct NezhaCase: Decodable, Sendable {
    var id: String
    /// The system the fault was injected into.
    var system: String
    /// When the fault was injected, as far as that is told.
    var injected: Timestamp?
    /// Names of minutes, `SYSTEM-DATE-HH_MM`.
    var baseline: [String]
    var fault: [String]
    var partly: [String]
    var truth: Truth

    private enum CodingKeys: String, CodingKey {
        case id, system, baseline, fault, partly, truth
        case injected = "inject_time"
    }

    /// Lists of minutes, the system and the time may be left out.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        system = try container.decodeIfPresent(String.self, forKey: .system) ?? "all"
        injected = try container.decodeIfPresent(String.self, forKey: .injected).flatMap { Timestamp(iso8601: $0) }
        baseline = try container.decodeIfPresent([String].self, forKey: .baseline) ?? []
        fault = try container.decodeIfPresent([String].self, forKey: .fault) ?? []
        partly = try container.decodeIfPresent([String].self, forKey: .partly) ?? []
        truth = try container.decode(Truth.self, forKey: .truth)
    }

    struct Truth: Decodable, Sendable {
        var service: String
        var instance: String?
        /// What was injected; nil where it is not told.
        var fault: String?
        /// `Class#line_Class#line`, where the fault is in code.
        var codeRegion: String?

        private enum CodingKeys: String, CodingKey {
            case service, instance, fault
            case codeRegion = "code_region"
        }
    }

    /// The minutes in the order they are replayed: fault-free ones first, then those of the fault by time.
    var replay: [String] { baseline + (fault + partly).sorted() }

    /// Whether the expected kind of fault was named.
    func isKind(_ kind: String) -> Bool {
        switch truth.fault {
        case "cpu_contention", "cpu_consumed": kind == "slowWork"
        case "network_delay": kind == "delay"
        case "exception": kind == "exception"
        case "return": kind == "earlyReturn"
        default: false
        }
    }

    /// Reads a `cases.json`.
    static func all(_ folder: URL) throws -> [NezhaCase] {
        let file = folder.appending(path: "cases.json")
        do {
            return try JSONDecoder().decode([NezhaCase].self, from: Data(contentsOf: file))
        } catch {
            throw EvaluationError(.unreadableCase, "cases.json cannot be read: \(error)")
        }
    }
}
