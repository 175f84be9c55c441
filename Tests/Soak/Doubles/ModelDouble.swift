import Foundation
import JSONValues
import Synchronization
import TestSupport

/// A model behind Anthropic Messages on a real socket that does everything right, as slowly as it is told to.
///
/// It has no state: what it answers depends on how often it has answered in the conversation it is shown.
final class ModelDouble: Sendable {
    private let server: LoopbackServer
    private let spent = Spent()
    private static let dialect = AnthropicDialect()

    /// The answers of a whole investigation.
    static let script: [[WireCall]] = [
        [call("query_spans", ["group_by": ["service"], "aggregates": ["count", "error_rate"]])],
        [call("list_fields", [:]), call("query_spans", ["group_by": ["name"], "aggregates": ["p95(duration)"]])],
        [call("hypotheses", ledger)],
        [call("submit_report", report)],
    ]

    /// The same after six more steps that look at one thing each.
    static let longScript =
        ["kind", "status", "user.id", "time(1m)", "log(duration)", "statusMessage"].map { group in
            [
                call(
                    "query_spans",
                    ["group_by": [.string(group)], "aggregates": ["count", "error_rate", "p95(duration)"]])
            ]
        } + script

    /// - Parameters:
    ///   - seconds: how long it thinks about each answer.
    ///   - asked: told of each step that is asked for, before it is answered; true ends the connection.
    init(
        _ script: [[WireCall]] = script, thinkingFor seconds: Double = 0,
        asked: @escaping @Sendable (AskedStep) -> Bool
    ) throws {
        server = try LoopbackServer { [spent] request in
            let start = ContinuousClock.now
            defer { spent.time.withLock { $0 += ContinuousClock.now - start } }
            let messages = (try? JSONValue(parsing: request.body))?["messages"]?.array ?? []
            let step = messages.count { $0["role"]?.string == "assistant" }
            let life = request.headers["x-api-key"].flatMap { Int($0) } ?? 0
            let alert = Alerts.number(in: request.text) ?? 0
            if asked(AskedStep(alert: alert, step: step, life: life)) { return LoopbackReply([.close]) }
            if seconds > 0 { Thread.sleep(forTimeInterval: seconds) }
            return Self.dialect.stream(calls: script[min(step, script.count - 1)])
        }
    }

    /// From the arrival of each request to its answer, in all.
    var timeSpent: Duration { spent.time.withLock(\.self) }

    private final class Spent: Sendable {
        let time = Mutex(Duration.zero)
    }

    /// What a life of the daemon has in its environment: its number, which it sends along as its key.
    static func environment(ofLife life: Int) -> [String: String] { ["SOAK_LIFE": "\(life)"] }

    /// The lines of a configuration that name it.
    var configuration: String {
        """
        models:
          - provider: anthropic
            model: double
            key_variable: SOAK_LIFE
            base_url: \(server.url)
        """
    }

    private static func call(_ name: String, _ arguments: JSONValue) -> WireCall {
        WireCall(id: "call_\(name)", name: name, arguments: arguments.text)
    }

    private static let ledger: JSONValue = [
        "record": [
            [
                "id": "H1", "statement": "some items have no stock", "kind": "fault", "status": "open", "tests": ["E2"],
            ],
            [
                "id": "H2", "statement": "nothing changed", "kind": "no_fault", "status": "supported",
                "supporting": ["E2"], "tests": ["E2"],
            ],
            [
                "id": "H3", "statement": "one item is slow", "kind": "second_cause", "status": "refuted",
                "opposing": ["E4"], "tests": ["E4"],
            ],
        ],
        "silent_services_checked": ["E2"],
    ]

    private static let report: JSONValue = [
        "title": "Nothing changed", "answer": "The error rate is what it was.", "outcome": "no_fault",
        "severity": "none", "claims": [],
    ]
}
