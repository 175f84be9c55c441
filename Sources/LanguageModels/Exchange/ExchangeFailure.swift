import OutboundHTTP

/// Why one try gave no answer, with what is needed to decide about the next.
struct ExchangeFailure: Error, Sendable {
    var failure: ModelFailure
    /// The head of a refusal; servers say in it when to come back.
    var head: HTTPHead?
    var fault: ProviderFault?
    var transport: HTTPFailure?
    /// Whether words of the broken answer were already shown.
    var hasShownText = false

    init(
        _ failure: ModelFailure, head: HTTPHead? = nil, fault: ProviderFault? = nil, transport: HTTPFailure? = nil,
        hasShownText: Bool = false
    ) {
        self.failure = failure
        self.head = head
        self.fault = fault
        self.transport = transport
        self.hasShownText = hasShownText
    }

    static let cancelled = ExchangeFailure(ModelFailure(.cancelled, "the run was cancelled"))
}

extension ModelEndpoint {
    /// The wait before the next try; nil gives up.
    func delay(after failure: ExchangeFailure, attempt: Int) -> Duration? {
        let jitter = waiting.jitter()
        switch failure.failure.code {
        case .overloaded:
            let head = failure.head ?? HTTPHead(status: 529)  // an error inside a stream has no head of its own
            return retries.delay(after: head, attempt: attempt, jitter: jitter, now: waiting.now())
        case .unreachable:
            return retries.delay(
                after: failure.transport ?? HTTPFailure(.cutOff, ""), attempt: attempt, jitter: jitter)
        case .malformedAnswer:
            // One more time: empty answers and broken streams are mostly chance, but they are paid for.
            return attempt < min(2, limits.maximumAttempts)
                ? retries.delay(after: HTTPFailure(.cutOff, ""), attempt: attempt, jitter: jitter) : nil
        case .authentication, .spendLimit, .contextFull, .refused, .invalidRequest, .cancelled: return nil
        }
    }

    /// What an error answer means.
    func refusal(_ stream: HTTPStream) async throws(ExchangeFailure) -> ExchangeFailure {
        let body: [UInt8]
        do throws(HTTPFailure) { body = try await stream.collect(limit: 1_048_576) } catch {
            throw ExchangeFailure(modelFailure(error), transport: error)
        }
        let fault = ProviderFault(status: stream.head.status, body: body)
        let words = fault.message.isEmpty ? "no reason given" : shown(fault.message)
        return ExchangeFailure(
            ModelFailure(fault.failureCode, "the provider answered \(fault.status): \(words)", hint: fault.hint),
            head: stream.head, fault: fault)
    }

    /// What a failed call means.
    func modelFailure(_ failure: HTTPFailure) -> ModelFailure {
        let code: ModelFailure.Code =
            switch failure.code {
            case .cancelled: .cancelled
            case .unreachable, .timedOut, .stalled, .cutOff, .insecure: .unreachable
            case .invalidRequest, .redirectRefused: .invalidRequest
            case .tooLarge, .malformedAnswer: .malformedAnswer
            }
        return ModelFailure(code, shown(failure.message), hint: failure.hint)
    }
}
