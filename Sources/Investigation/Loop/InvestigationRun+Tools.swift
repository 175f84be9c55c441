import JSONValues
import LanguageModels
import Telemetry
import ToolKit

extension InvestigationRun {
    /// What one call gave, before it has an evidence id.
    private enum Outcome: Sendable {
        case output(ToolOutput)
        /// The stored result of an equal call.
        case repeated(EvidenceID)
        /// An output of the loop itself, which is no evidence.
        case own(ToolOutput)
        case failed(ToolFailure)
    }

    /// Runs the calls of an answer, in parallel where they gather evidence, and saves the results in call order.
    mutating func callTools(of turn: ModelTurn) async throws(InvestigationError) {
        let calls = turn.toolCalls
        for call in calls { await onEvent(.toolCalled(name: call.name, arguments: call.arguments)) }
        var outcomes = await gather(calls)
        if Task.isCancelled { throw InvestigationError(.cancelled, "stopped while tools were running") }
        var ledger = transcript.ledger
        for (position, call) in calls.enumerated() where call.name == LoopTools.hypotheses.text {
            outcomes[position] = keep(call, &ledger)
        }
        let (returned, stored) = await render(calls, outcomes)
        try await finish(calls, returned, stored, ledger)
    }

    private func keep(_ call: ToolCall, _ ledger: inout HypothesisLedger) -> Outcome {
        guard plan.mode == .investigate else { return .failed(ToolFailure(.unknownTool, "there is no ledger here")) }
        if let refusal = Self.schemaRefusal(of: call, plan.mode) { return .failed(refusal) }
        do {
            try ledger.apply(call.arguments, known: Set(transcript.evidence.keys))
            return .own(ledger.output(silentServices: transcript.facts.silentServices))
        } catch {
            return .failed(error)
        }
    }

    private func gather(_ calls: [ToolCall]) async -> [Outcome] {
        let isWithdrawn = LoopGuards.wasTold(.withdrawal, in: transcript.sinceQuestion)
        let context = ToolContext(
            window: plan.window, baseline: plan.baseline, now: plan.now, environment: plan.environment,
            redactor: redactor)
        let (transcript, registry) = (transcript, parts.registry)
        return await withTaskGroup(of: (Int, Outcome).self) { group in
            for (position, call) in calls.enumerated() where !LoopTools.concluding.contains(call.name) {
                group.addTask {
                    if isWithdrawn {
                        return (position, .failed(ToolFailure(.refused, LoopWords.withdrawn)))
                    }
                    return (position, await Self.outcome(of: call, transcript, registry, context))
                }
            }
            var outcomes = calls.map { _ in Outcome.failed(ToolFailure(.unavailable, "not run")) }
            for await (position, outcome) in group { outcomes[position] = outcome }
            return outcomes
        }
    }

    private static func outcome(
        of call: ToolCall, _ transcript: Transcript, _ registry: ToolRegistry, _ context: ToolContext
    ) async -> Outcome {
        if let text = call.invalidArguments {
            return .failed(ToolFailure(.invalidArguments, "the arguments are not JSON: \(text.prefix(200))"))
        }
        if let stored = transcript.stored(call) { return .repeated(stored) }
        if call.name == LoopTools.readEvidence.text { return read(call, transcript) }
        switch await registry.call(call.name, call.arguments, context) {
        case .success(let output): return .output(output)
        case .failure(let failure): return .failed(failure)
        }
    }

    private static func read(_ call: ToolCall, _ transcript: Transcript) -> Outcome {
        if let refusal = schemaRefusal(of: call, transcript.plan.mode) { return .failed(refusal) }
        let reading: EvidenceReading
        do { reading = try call.arguments.decode() } catch {
            return .failed(ToolFailure(.invalidArguments, error.message))
        }
        do throws(ToolFailure) {
            return .output(try reading.output(from: transcript.evidence))
        } catch {
            return .failed(error)
        }
    }

    private func render(
        _ calls: [ToolCall], _ outcomes: [Outcome]
    ) async -> ([TranscriptEntry.Returned], [Evidence]) {
        var stored: [Evidence] = []
        var returned: [TranscriptEntry.Returned] = []
        let budget = remaining
        for (call, outcome) in zip(calls, outcomes) {
            var result = TranscriptEntry.Returned(
                result: ToolCallResult(callID: call.id, name: call.name, content: ""), evidence: nil, isRepeat: false,
                endedAt: parts.now())
            switch outcome {
            case .output(let output):
                let id = EvidenceID(transcript.nextEvidence.number + stored.count)
                stored.append(
                    Evidence(
                        id: id, tool: call.name, arguments: call.arguments, output: output, takenAt: result.endedAt))
                result.evidence = id
                result.result.content = RenderedOutput(output, evidence: "\(id)", budget: budget).text
            case .repeated(let id):
                result.evidence = id
                result.isRepeat = true
                var output = transcript.evidence[id]?.output ?? ToolOutput(summary: "", backend: "")
                output.notes.append("the same call as \(id); this is its stored result")
                result.result.content = RenderedOutput(output, evidence: "\(id)", budget: budget).text
            case .own(let output): result.result.content = RenderedOutput(output, budget: budget).text
            case .failed(let failure):
                result.result.isError = true
                result.result.content = RenderedOutput(failure, budget: budget).text
            }
            returned.append(result)
        }
        return (returned, stored)
    }
}
