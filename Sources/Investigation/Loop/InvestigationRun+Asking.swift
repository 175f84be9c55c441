import LanguageModels
import Telemetry
import ToolKit

extension InvestigationRun {
    /// Asks one model; its answer, or that it had none, is saved before anything else happens.
    mutating func ask(_ model: any LanguageModel, mayCallTools: Bool) async throws(InvestigationError) {
        let request = try request(for: model.identity, mayCallTools: mayCallTools)
        let step = Spending(transcript.entries).steps + 1
        await onEvent(.stepStarted(step, model: model.identity))
        do {
            try await record(try await answer(of: model, to: request), by: model.identity)
        } catch let failure as ModelFailure {
            if failure.code == .cancelled || Task.isCancelled {
                throw InvestigationError(.cancelled, "stopped while \(model.identity) was answering")
            }
            try await recordFailure(of: model.identity, code: failure.code, message: "\(failure)")
        } catch let error as InvestigationError {
            throw error
        } catch {
            if Task.isCancelled {
                throw InvestigationError(.cancelled, "stopped while \(model.identity) was answering")
            }
            try await recordFailure(of: model.identity, code: .malformedAnswer, message: "\(error)")
        }
    }

    /// The answer; a model that takes longer than the run has left is given up, so that a stalled provider cannot
    /// outlast the budget of time.
    private func answer(of model: any LanguageModel, to request: ModelRequest) async throws -> ModelTurn {
        let (onEvent, wait, left) = (onEvent, parts.wait, timeLeft)
        return try await withThrowingTaskGroup(of: ModelTurn?.self) { group in
            group.addTask { try await model.respond(to: request) { await onEvent(.delta($0)) } }
            group.addTask {
                try await wait(left)
                return nil
            }
            defer { group.cancelAll() }
            guard let turn = try await group.next() ?? nil else {
                throw ModelFailure(.unreachable, "no answer came in the time the investigation had left")
            }
            return turn
        }
    }

    /// What is left of the budget of time; never nothing, so that a last step can still be answered.
    private var timeLeft: Duration {
        let entries = transcript.sinceQuestion
        guard let start = NextAction.start(of: entries) ?? transcript.opening?.startedAt else {
            return .seconds(plan.budget.seconds)
        }
        return max(start + .seconds(plan.budget.seconds) - parts.now(), .seconds(1))
    }

    /// Leaves out a model because the day's money is used up; the next in the chain takes over, at last the rulebook.
    mutating func passOver(_ model: any LanguageModel) async throws(InvestigationError) {
        let limit = plan.budget.dollarsPerDay.map { "\($0)" } ?? ""
        try await recordFailure(
            of: model.identity, code: .spendLimit, message: "the budget of \(limit) dollars per day is used up")
    }

    /// The conversation as a model gets it.
    func request(for model: ModelIdentity, mayCallTools: Bool) throws(InvestigationError) -> ModelRequest {
        do {
            return ModelRequest(
                system: transcript.opening?.system ?? "", tools: try tools.get(),
                messages: transcript.messages(for: model), mayCallTools: mayCallTools)
        } catch {
            throw InvestigationError(.prompt, "the words of a tool are broken: \(error.message)")
        }
    }

    /// The registry's tools and the loop's own.
    ///
    /// Words of tools come from outside as well: other people's MCP servers write them.
    static func tools(
        _ registry: ToolRegistry, _ plan: InvestigationPlan
    ) -> Result<[ToolDefinition], ToolWordsError> {
        let redactor = Redactor(key: Array(plan.pseudonymKey.utf8))
        let cleaned = registry.definitions.map { definition in
            var definition = definition
            let description = UntrustedText.cleaned(definition.words.description, limit: 8000)
            definition.words.description = redactor.redact(description)
            return definition
        }
        do throws(ToolWordsError) {
            return .success((cleaned + (try LoopTools.definitions(for: plan.mode))).sorted { $0.name < $1.name })
        } catch {
            return .failure(error)
        }
    }

    private mutating func record(_ turn: ModelTurn, by model: ModelIdentity) async throws(InvestigationError) {
        let cost = parts.prices.cost(of: turn.usage, by: model)
        let answer = TranscriptEntry.Answer(turn: turn, model: model, cost: cost, endedAt: parts.now())
        let entry = TranscriptEntry.answered(answer)
        guard let complaint = complaint(about: turn) else { return try await append([entry]) }
        let failed = TranscriptEntry.Failed(
            model: model, code: complaint.0.rawValue, message: complaint.1, failedAt: parts.now())
        try await append([entry, .failed(failed)])
        await onEvent(.notice("\(model): \(complaint.1)"))
    }

    /// Why an answer cannot be used at all; nil where it can.
    private func complaint(about turn: ModelTurn) -> (ModelFailure.Code, String)? {
        switch turn.stop {
        case .refused: (.refused, "the model refused")
        case .contextFull: (.contextFull, "the conversation no longer fits the model")
        case .finished, .toolCalls, .outputLimit:
            turn.toolCalls.isEmpty && turn.text.allSatisfy(\.isWhitespace)
                ? (.malformedAnswer, "the answer was empty") : nil
        }
    }

    private mutating func recordFailure(
        of model: ModelIdentity, code: ModelFailure.Code, message: String
    ) async throws(InvestigationError) {
        let failed = TranscriptEntry.Failed(
            model: model, code: code.rawValue, message: redactor.redact(message), failedAt: parts.now())
        try await append([.failed(failed)])
        await onEvent(.notice("\(model) gave no answer: \(failed.message)"))
    }
}
