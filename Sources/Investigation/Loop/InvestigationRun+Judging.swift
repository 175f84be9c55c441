import JSONValues
import LanguageModels
import ToolKit

extension InvestigationRun {
    /// Judges a submitted report, if one is among the calls, and saves everything of this step at once.
    mutating func finish(
        _ calls: [ToolCall], _ returned: [TranscriptEntry.Returned], _ stored: [Evidence], _ ledger: HypothesisLedger
    ) async throws(InvestigationError) {
        var returned = returned
        var entries: [TranscriptEntry] = []
        for (position, call) in calls.enumerated() where call.name == LoopTools.submitReport.text {
            if entries.isEmpty {
                let judgement = judge(call, stored, ledger)
                returned[position].result.content = judgement.words
                returned[position].result.isError = judgement.entry.isSentBack
                entries = [judgement.entry]
            } else {
                returned[position].result.content = RenderedOutput(ToolFailure(.refused, "submit one report")).text
            }
        }
        // A malformed submission is an error like any other; it uses up none of the two chances.
        entries.removeAll { if case .sentBack(let reasons) = $0 { reasons.isEmpty } else { false } }
        for (position, entry) in entries.enumerated() {
            if case .concluded(let report) = entry { entries[position] = .concluded(await rerun(report)) }
        }
        try await append([.returned(returned)] + entries, evidence: stored)
        for one in returned {
            let summary = (try? JSONValue(parsing: one.result.content)).flatMap { $0["summary"] ?? $0["message"] }
            await onEvent(
                .toolReturned(
                    name: one.result.name, evidence: one.evidence, summary: summary?.string ?? "",
                    isError: one.result.isError))
        }
    }

    private func judge(
        _ call: ToolCall, _ stored: [Evidence], _ ledger: HypothesisLedger
    ) -> (entry: TranscriptEntry, words: String) {
        let refusal =
            plan.mode == .investigate
            ? Self.schemaRefusal(of: call, plan.mode)
            : ToolFailure(.unknownTool, "answer in words; there is no report to submit")
        if let refusal { return (.sentBack(reasons: []), RenderedOutput(refusal, budget: remaining).text) }
        let submission: ReportSubmission
        do { submission = try call.arguments.decode() } catch {
            let failure = ToolFailure(.invalidArguments, error.message)
            return (.sentBack(reasons: []), RenderedOutput(failure, budget: remaining).text)
        }
        var assembly = assembly
        assembly.add(stored)
        switch assembly.judge(submission, ledger) {
        case .accepted(let report):
            return (.concluded(report), RenderedOutput(ToolOutput(summary: "accepted", backend: "verifier")).text)
        case .sentBack(let reasons):
            let failure = ToolFailure(
                .refused, "the report was sent back: " + reasons.joined(separator: " | "),
                hint: "correct or drop what does not hold, and submit again")
            return (.sentBack(reasons: reasons), RenderedOutput(failure, budget: remaining).text)
        }
    }

    static func schemaRefusal(of call: ToolCall, _ mode: InvestigationPlan.Mode) -> ToolFailure? {
        if let text = call.invalidArguments {
            return ToolFailure(.invalidArguments, "the arguments are not JSON: \(text.prefix(200))")
        }
        guard let definitions = try? LoopTools.definitions(for: mode),
            let definition = definitions.first(where: { $0.name.text == call.name }),
            let schema = try? JSONSchema(definition.words.inputSchema)
        else { return ToolFailure(.unavailable, "\(call.name) cannot be used") }
        let violations = schema.violations(of: call.arguments)
        guard !violations.isEmpty else { return nil }
        return ToolFailure(
            .invalidArguments,
            "arguments do not fit: " + violations.prefix(5).map(\.description).joined(separator: "; "))
    }

    /// What is left, as every result says it.
    var remaining: JSONValue {
        let spending = Spending(transcript.sinceQuestion)
        return .object([
            "steps_left": .integer(Int64(max(0, plan.budget.steps - spending.steps))),
            "tokens_left": .integer(Int64(max(0, plan.budget.tokens - spending.tokens))),
        ])
    }
}

extension TranscriptEntry {
    fileprivate var isSentBack: Bool { if case .sentBack = self { true } else { false } }
}
