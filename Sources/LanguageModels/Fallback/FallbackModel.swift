import Synchronization

/// A chain of models: where one gives no answer, the next is asked; the last is usually the rulebook.
///
/// A model that failed rests for a while, so that a dead first model does not cost its retries at every step.
public final class FallbackModel: LanguageModel {
    /// A change of model, for logs and reports.
    public struct Switch: Sendable, Equatable {
        public var from: ModelIdentity
        public var to: ModelIdentity
        public var failure: ModelFailure
    }

    private let models: [any LanguageModel]
    private let now: @Sendable () -> ContinuousClock.Instant
    private let onSwitch: @Sendable (Switch) async -> Void
    /// Until when a model of the chain is passed over.
    private let resting = Mutex<[Int: ContinuousClock.Instant]>([:])

    /// Makes a chain.
    ///
    /// - Parameter onSwitch: told of every change of model.
    public init(
        _ first: any LanguageModel, _ others: [any LanguageModel],
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        onSwitch: @escaping @Sendable (Switch) async -> Void = { _ in }
    ) {
        models = [first] + others
        self.now = now
        self.onSwitch = onSwitch
    }

    /// The first model; a turn says in `answeredBy` who it really was.
    public var identity: ModelIdentity { models[0].identity }

    public func respond(
        to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) -> ModelTurn {
        var failed: (identity: ModelIdentity, failure: ModelFailure)?
        for index in awake() {
            let model = models[index]
            if let failed {
                await onSwitch(Switch(from: failed.identity, to: model.identity, failure: failed.failure))
            }
            do throws(ModelFailure) {
                var turn = try await model.respond(to: request, onDelta: onDelta)
                turn.answeredBy = turn.answeredBy ?? model.identity
                return turn
            } catch {
                guard error.mayBeAnsweredByAnother else { throw error }
                rest(index, after: error)
                failed = (model.identity, error)
            }
        }
        throw failed?.failure ?? ModelFailure(.unreachable, "no model is left to ask")
    }

    /// The models to ask, in order; all of them where all are resting.
    private func awake() -> [Int] {
        let now = now()
        let awake = resting.withLock { resting in models.indices.filter { resting[$0].map { $0 <= now } ?? true } }
        return awake.isEmpty ? Array(models.indices) : awake
    }

    private func rest(_ index: Int, after failure: ModelFailure) {
        guard let duration = failure.restAfter else { return }
        let end = now() + duration
        resting.withLock { $0[index] = end }
    }
}

extension ModelFailure {
    /// Whether asking another model can help. A full context is the caller's to shorten, first of all.
    var mayBeAnsweredByAnother: Bool {
        switch code {
        case .authentication, .overloaded, .spendLimit, .refused, .malformedAnswer, .unreachable, .invalidRequest: true
        case .contextFull, .cancelled: false
        }
    }

    /// How long a model is passed over after this; nil where the next request may fare better.
    var restAfter: Duration? {
        switch code {
        case .authentication, .spendLimit, .invalidRequest: .seconds(600)
        case .overloaded, .unreachable: .seconds(60)
        case .refused, .malformedAnswer, .contextFull, .cancelled: nil
        }
    }
}
