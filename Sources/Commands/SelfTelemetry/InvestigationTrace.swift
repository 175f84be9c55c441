import Investigation
import JSONValues
import LanguageModels
import Telemetry
import ToolKit

/// A finished investigation as one trace, by the semantic conventions for generative AI: `invoke_agent`, below it a
/// `chat` span per answer and an `execute_tool` span per call.
///
/// Made from the transcript alone. Its ids come from the investigation's id, so that sending it twice changes nothing.
struct InvestigationTrace {
    /// The service whyd's own spans belong to.
    static let service = "whyd"

    let plan: InvestigationPlan
    let report: Report
    private let traceID: String
    private var spans: [JSONValue] = []
    private var time: Timestamp

    /// - Returns: nil where the transcript has no beginning.
    init?(plan: InvestigationPlan, entries: [TranscriptEntry], report: Report) {
        guard let opening = entries.opening else { return nil }
        self.plan = plan
        self.report = report
        traceID = String(ContentHash.sha256(plan.id).prefix(32))
        time = opening.startedAt
        let start = opening.startedAt
        for entry in entries { add(entry) }
        let root = Span(
            name: "invoke_agent \(Self.service)", start: start, end: time, attributes: rootAttributes(entries))
        spans.insert(root.json(traceID, id: id(of: 0), parent: nil), at: 0)
    }

    /// The body of an OTLP export request, as JSON.
    var export: JSONValue {
        let resource: [String: JSONValue] = [
            "service.name": .string(Self.service), "service.version": .string(WhydVersion.text),
        ]
        return [
            "resourceSpans": [
                [
                    "resource": ["attributes": Span.attributes(resource)],
                    "scopeSpans": [["scope": ["name": "whyd.investigation"], "spans": .array(spans)]],
                ]
            ]
        ]
    }

    private mutating func add(_ entry: TranscriptEntry) {
        switch entry {
        case .answered(let answer):
            add(.chat(answer.model, usage: answer.turn.usage, stop: answer.turn.stop), until: answer.endedAt)
        case .failed(let failed):
            var span = Span.chat(failed.model, usage: nil, stop: nil)
            span.error = failed.code
            add(span, until: failed.failedAt)
        case .returned(let results):
            let start = time
            for result in results {
                time = start
                add(.tool(result), until: result.endedAt)
            }
        case .opened, .told, .sentBack, .concluded: break
        }
    }

    private mutating func add(_ span: Span, until end: Timestamp) {
        var span = span
        (span.start, span.end) = (time, max(time, end))
        time = span.end
        spans.append(span.json(traceID, id: id(of: spans.count + 1), parent: id(of: 0)))
    }

    private func id(of number: Int) -> String { String(ContentHash.sha256("\(plan.id)/\(number)").prefix(16)) }

    private func rootAttributes(_ entries: [TranscriptEntry]) -> [String: JSONValue] {
        let making = report.making
        var attributes: [String: JSONValue] = [
            "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": .string(Self.service),
            "gen_ai.conversation.id": .string(plan.id),
            "gen_ai.usage.input_tokens": .integer(Int64(making.inputTokens)),
            "gen_ai.usage.output_tokens": .integer(Int64(making.outputTokens)),
            "gen_ai.usage.cache_read.input_tokens": .integer(Int64(making.cachedTokens)),
            "whyd.mode": .string(plan.mode.rawValue), "whyd.steps": .integer(Int64(making.steps)),
            "whyd.outcome": .string(report.outcome.rawValue), "whyd.confidence": .string(report.confidence.rawValue),
            "whyd.claims": .integer(Int64(report.claims.count)),
            "whyd.verified_claims": .integer(Int64(report.verifiedClaims)),
            "whyd.prompt.hash": .string(making.promptHash),
        ]
        if let caseID = plan.caseID { attributes["whyd.case"] = .string(caseID) }
        if let cost = making.cost { attributes["whyd.cost_dollars"] = .number(cost) }
        return attributes
    }
}

extension [TranscriptEntry] {
    /// How the investigation began.
    var opening: TranscriptEntry.Opening? {
        for case .opened(let opening) in self { return opening }
        return nil
    }
}
