/// When to try again, and after how long. A pure function of what happened: randomness and time are handed in.
public struct RetryPolicy: Sendable, Equatable {
    /// The most tries, the first included.
    public var maximumAttempts: Int
    /// The wait after the first try; doubles with each.
    public var firstDelay: Duration
    /// The longest wait of the doubling.
    public var maximumDelay: Duration
    /// The longest wait a server may ask for; one that asks for more is not waited for.
    public var maximumRequestedDelay: Duration

    /// Makes a policy.
    public init(
        maximumAttempts: Int = 3, firstDelay: Duration = .milliseconds(500), maximumDelay: Duration = .seconds(8),
        maximumRequestedDelay: Duration = .seconds(120)
    ) {
        self.maximumAttempts = maximumAttempts
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
        self.maximumRequestedDelay = maximumRequestedDelay
    }

    /// One try only.
    public static let never = RetryPolicy(maximumAttempts: 1)

    /// The wait before the next try after an answer; nil gives up.
    ///
    /// Servers decide first (`x-should-retry`, `retry-after-ms`, `retry-after` in seconds or as a date); otherwise 408,
    /// 409, 429 and 5xx are tried again.
    ///
    /// - Parameters:
    ///   - attempt: how many tries there were, 1 for the first.
    ///   - jitter: 0 to 1; takes up to a quarter off the wait.
    ///   - now: seconds since 1970, for a date in `retry-after`.
    public func delay(
        after head: HTTPHead, attempt: Int, jitter: Double, now: Int64
    ) -> Duration? {
        guard attempt < maximumAttempts else { return nil }
        switch head.headers["x-should-retry"]?.lowercased() {
        case "false": return nil
        case "true": break
        default: guard Self.isTransient(head.status) else { return nil }
        }
        if let requested = Self.requestedDelay(head.headers, now: now) {
            return requested <= maximumRequestedDelay ? max(requested, .zero) : nil
        }
        return backoff(attempt: attempt, jitter: jitter)
    }

    /// The wait before the next try after no answer; nil gives up.
    public func delay(after failure: HTTPFailure, attempt: Int, jitter: Double) -> Duration? {
        guard attempt < maximumAttempts else { return nil }
        switch failure.code {
        case .unreachable, .timedOut, .stalled, .cutOff: return backoff(attempt: attempt, jitter: jitter)
        case .invalidRequest, .insecure, .tooLarge, .redirectRefused, .malformedAnswer, .cancelled: return nil
        }
    }

    /// Doubling with jitter.
    func backoff(attempt: Int, jitter: Double) -> Duration {
        let doubled = firstDelay * Double(1 << min(max(attempt - 1, 0), 20))
        return min(doubled, maximumDelay) * (1 - 0.25 * min(max(jitter, 0), 1))
    }

    private static func isTransient(_ status: Int) -> Bool {
        status == 408 || status == 409 || status == 429 || status >= 500
    }

    /// What the server asked for, in any of the three ways.
    static func requestedDelay(_ headers: HTTPHeaders, now: Int64) -> Duration? {
        if let text = headers["retry-after-ms"], let milliseconds = Double(text), milliseconds.isFinite {
            return .milliseconds(milliseconds)
        }
        guard let text = headers["retry-after"] else { return nil }
        if let seconds = Double(text), seconds.isFinite { return .seconds(seconds) }
        return HTTPDate.seconds(text).map { .seconds($0 - now) }
    }
}
