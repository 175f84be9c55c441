import Testing

@testable import OutboundHTTP

struct RetryPolicyTests {
    private let policy = RetryPolicy()
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let date: Int64 = 784_111_777

    private func check(
        _ status: Int, _ headers: HTTPHeaders = [:], attempt: Int = 1, jitter: Double = 0, expecting delay: Duration?,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let head = HTTPHead(status: status, headers: headers)
        #expect(
            policy.delay(after: head, attempt: attempt, jitter: jitter, now: date - 5) == delay,
            sourceLocation: location)
    }

    @Test func `transient answers are tried again`() {
        for status in [408, 409, 429, 500, 502, 503, 504, 529] { check(status, expecting: .milliseconds(500)) }
    }

    @Test func `other answers are not`() {
        for status in [200, 301, 400, 401, 403, 404, 413, 422] { check(status, expecting: nil) }
    }

    @Test func `the wait doubles up to its cap and the tries end`() {
        let patient = RetryPolicy(maximumAttempts: 20)
        let head = HTTPHead(status: 500)
        let delays = (1...6).map { patient.delay(after: head, attempt: $0, jitter: 0, now: 0) }
        #expect(delays == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8)])
        check(500, attempt: 3, expecting: nil)
    }

    @Test func `jitter takes up to a quarter off`() {
        check(500, jitter: 1, expecting: .milliseconds(375))
    }

    @Test func `servers say how long to wait`() {
        check(429, ["Retry-After": "7"], jitter: 1, expecting: .seconds(7))
        check(429, ["retry-after-ms": "1500", "retry-after": "9"], expecting: .milliseconds(1500))
        check(503, ["retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"], expecting: .seconds(5))
        check(503, ["retry-after": "nonsense"], expecting: .milliseconds(500))
        check(503, ["retry-after": "0"], expecting: .zero)
    }

    @Test func `a wait longer than anybody wants is not waited for`() {
        check(429, ["retry-after": "86400"], expecting: nil)
    }

    @Test func `servers say whether to try again`() {
        check(500, ["x-should-retry": "false"], expecting: nil)
        check(400, ["x-should-retry": "true"], expecting: .milliseconds(500))
    }

    @Test func `a dead connection is tried again and a bad certificate is not`() {
        #expect(policy.delay(after: HTTPFailure(.cutOff, ""), attempt: 1, jitter: 0) == .milliseconds(500))
        #expect(policy.delay(after: HTTPFailure(.insecure, ""), attempt: 1, jitter: 0) == nil)
        #expect(policy.delay(after: HTTPFailure(.cancelled, ""), attempt: 1, jitter: 0) == nil)
    }

    @Test func `dates of HTTP are read and nothing else is`() {
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.seconds("Thu, 29 Feb 2024 00:00:00 GMT") == 1_709_164_800)
        #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.seconds("1994-11-06") == nil)
        #expect(HTTPDate.seconds("Sun, 99 Nov 1994 08:49:37 GMT") == nil)
    }
}
