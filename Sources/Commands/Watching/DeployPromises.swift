import Investigation
import JSONValues
import ToolKit

/// What the source of a build says it should do, and whether it does; read from evidence.
struct DeployPromises: Sendable {
    /// One expectation and its answer.
    struct Answer: Sendable {
        var text: String
        var verdict: String
        var explanation: String
        var interval: String
        var origin: String
    }

    var answers: [Answer] = []
    /// Expectations that cannot be understood.
    var errors: [String] = []

    init(_ evidence: Evidence?) {
        guard let evidence else { return }
        answers = evidence.rows("expectations").map { row in
            func text(_ column: String) -> String { row[column]?.string ?? "" }
            return Answer(
                text: text("expectation"), verdict: text("verdict"), explanation: text("explanation"),
                interval: text("interval"), origin: text("origin"))
        }
        errors = evidence.output.notes
    }

    var failed: [Answer] { answers.filter { $0.verdict == "fail" } }

    /// A line each, the failed ones first.
    var lines: [String] {
        let order = ["fail", "inconclusive", "pass"]
        return answers.sorted {
            (order.firstIndex(of: $0.verdict) ?? 0, $0.text) < (order.firstIndex(of: $1.verdict) ?? 0, $1.text)
        }.map { answer in
            let interval = answer.interval.isEmpty ? "" : " (\(answer.interval), at 95 %)"
            return "Expected \(answer.text): \(answer.explanation)\(interval)"
        } + errors.map { "An expectation \($0)" }
    }

    /// `1 of 2 expectations failed`; empty where none did.
    var summary: String {
        failed.isEmpty
            ? "" : "\(failed.count) of \(answers.count) expectation\(answers.count == 1 ? "" : "s") failed"
    }
}
