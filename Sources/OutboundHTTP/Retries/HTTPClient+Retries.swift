/// How a client waits between tries. Injected whole, so that tests neither sleep nor roll dice.
public struct RetryWaiting: Sendable {
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1.
    public var jitter: @Sendable () -> Double
    /// Seconds since 1970.
    public var now: @Sendable () -> Int64

    /// Makes a way of waiting.
    public init(
        sleep: @escaping @Sendable (Duration) async throws -> Void, jitter: @escaping @Sendable () -> Double,
        now: @escaping @Sendable () -> Int64
    ) {
        self.sleep = sleep
        self.jitter = jitter
        self.now = now
    }
}

extension HTTPClient {
    /// Calls, and calls again as the policy says; the last answer or failure is the caller's.
    ///
    /// Only for requests that may be repeated: a POST that was cut off may have arrived.
    public func send(
        _ request: HTTPRequest, limit: Int = 16_777_216, retrying policy: RetryPolicy, waiting: RetryWaiting
    ) async throws(HTTPFailure) -> HTTPResponse {
        var attempt = 1
        while true {
            let delay: Duration
            do {
                let response = try await send(request, limit: limit)
                guard
                    let wait = policy.delay(
                        after: response.head, attempt: attempt, jitter: waiting.jitter(), now: waiting.now())
                else { return response }
                delay = wait
            } catch {
                guard let wait = policy.delay(after: error, attempt: attempt, jitter: waiting.jitter()) else {
                    throw error
                }
                delay = wait
            }
            attempt += 1
            do { try await waiting.sleep(delay) } catch {
                throw HTTPFailure(.cancelled, "the call was cancelled while it waited to be tried again")
            }
        }
    }
}
