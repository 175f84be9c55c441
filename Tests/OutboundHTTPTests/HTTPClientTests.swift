import Synchronization
import TestSupport
import Testing

@testable import OutboundHTTP

/// Calls against a real server on a loopback port.
struct HTTPClientTests {
    private let client = HTTPClient()

    private func code(_ request: HTTPRequest, limit: Int = 1_000_000) async -> HTTPFailure.Code? {
        do {
            _ = try await client.send(request, limit: limit)
            return nil
        } catch { return error.code }
    }

    @Test func `a whole answer comes back with status, headers and body`() async throws {
        let server = try LoopbackServer { _ in .response(404, headers: ["X-Reason": " none "], "nothing here") }
        let response = try await client.send(HTTPRequest(.get, server.url + "/a?b=c"))
        #expect(response.status == 404 && !response.isSuccess)
        #expect(response.headers["x-reason"] == "none")
        #expect(response.text == "nothing here")
        #expect(server.requests.first?.target == "/a?b=c")
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
    func `a body arrives as it was sent`(method: HTTPMethod) async throws {
        let server = try LoopbackServer { .response(200, $0.text) }
        let body = Array("{\"größe\":1}".utf8)
        let response = try await client.send(
            HTTPRequest(method, server.url, headers: ["Content-Type": "application/json"], body: body))
        #expect(response.body == body)
        #expect(server.requests.first?.method == method.rawValue)
        #expect(server.requests.first?.headers["content-type"] == "application/json")
        #expect(server.requests.first?.headers["expect"] == nil)
    }

    @Test func `a body larger than the limit is refused`() async throws {
        let server = try LoopbackServer { _ in .response(200, String(repeating: "x", count: 100_000)) }
        #expect(await code(HTTPRequest(.get, server.url), limit: 99_999) == .tooLarge)
        #expect(await code(HTTPRequest(.get, server.url), limit: 100_000) == nil)
    }

    @Test func `only http and https are called and headers hold no line breaks`() async {
        #expect(await code(HTTPRequest(.get, "file:///etc/passwd")) == .invalidRequest)
        #expect(await code(HTTPRequest(.get, "gopher://example.invalid/")) == .invalidRequest)
        #expect(await code(HTTPRequest(.get, "/relative")) == .invalidRequest)
        #expect(await code(HTTPRequest(.get, "http://127.0.0.1/a b")) == .invalidRequest)
        #expect(await code(HTTPRequest(.get, "http://127.0.0.1/", headers: ["X": "a\r\nY: b"])) == .invalidRequest)
        #expect(await code(HTTPRequest(.get, "http://127.0.0.1/", headers: ["X: y": "a"])) == .invalidRequest)
    }

    @Test func `a redirect is followed on the same host and refused to another`() async throws {
        let server = try LoopbackServer { request in
            switch request.target {
            case "/start": .response(302, headers: ["Location": "end"])
            case "/end": .response(200, "here")
            case "/round": .response(307, headers: ["Location": "/round"])
            default: .response(301, headers: ["Location": "http://example.invalid/"])
            }
        }
        #expect(try await client.send(HTTPRequest(.get, server.url + "/start")).text == "here")
        #expect(await code(HTTPRequest(.get, server.url + "/away")) == .redirectRefused)
        #expect(await code(HTTPRequest(.get, server.url + "/round")) == .redirectRefused)
        let kept = try await client.send(HTTPRequest(.get, server.url + "/start", redirects: .never))
        #expect(kept.status == 302)
        let posted = try await client.send(HTTPRequest(.post, server.url + "/start", body: []))
        #expect(posted.status == 302)
    }

    @Test func `a port where nobody listens is unreachable`() async throws {
        let server = try LoopbackServer { _ in .response() }
        server.stop()
        #expect(await code(HTTPRequest(.get, server.url)) == .unreachable)
    }

    @Test func `silence ends the call`() async throws {
        let server = try LoopbackServer { request in
            request.target == "/head" ? LoopbackReply([.hold]) : .chunked(["half"], end: .hold)
        }
        let timeouts = HTTPTimeouts(idle: .milliseconds(40))
        #expect(await code(HTTPRequest(.get, server.url + "/head", timeouts: timeouts)) == .stalled)
        #expect(await code(HTTPRequest(.get, server.url + "/body", timeouts: timeouts)) == .stalled)
        let total = HTTPTimeouts(total: .milliseconds(40))
        #expect(await code(HTTPRequest(.get, server.url + "/head", timeouts: total)) == .timedOut)
    }

    @Test func `an answer that is cut off is never whole`() async throws {
        let server = try LoopbackServer { request in
            switch request.target {
            case "/length": .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".utf8))
            case "/chunk": .chunked(["half"], end: .close)
            case "/reset": .chunked(["half"], end: .reset)
            default: LoopbackReply([.close])
            }
        }
        for path in ["/length", "/chunk", "/reset", "/nothing"] {
            #expect(await code(HTTPRequest(.get, server.url + path)) == .cutOff, "\(path)")
        }
    }

    @Test func `something that is not HTTP is said so`() async throws {
        let server = try LoopbackServer { _ in .raw(Array("SSH-2.0-server\r\n".utf8)) }
        #expect(await code(HTTPRequest(.get, server.url)) == .malformedAnswer)
    }

    @Test func `many calls share one client`() async throws {
        let server = try LoopbackServer { .response(200, $0.target) }
        let client = client
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    try await client.send(HTTPRequest(.get, "\(server.url)/\(number)")).text == "/\(number)"
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 100)
    }

    @Test func `a client tries again as the policy says`() async throws {
        let attempts = Mutex(0)
        let server = try LoopbackServer { _ in
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            return attempt < 3 ? .response(503, headers: ["Retry-After": "3"]) : .response(200, "at last")
        }
        let waits = RecordedWaits()
        let response = try await client.send(
            HTTPRequest(.get, server.url), retrying: RetryPolicy(maximumAttempts: 3), waiting: waits.waiting)
        #expect(response.text == "at last")
        #expect(waits.all == [.seconds(3), .seconds(3)])
    }

    @Test func `the proxy is the configured one and never the environment's`() async throws {
        let proxy = try LoopbackServer { .response(200, "via proxy: \($0.target)") }
        let proxied = HTTPClient(HTTPClientConfiguration(proxy: proxy.url, hostsWithoutProxy: ["127.0.0.1"]))
        let response = try await proxied.send(HTTPRequest(.get, "http://service.invalid/x"))
        #expect(response.text == "via proxy: http://service.invalid/x")
        let server = try LoopbackServer { _ in .response(200, "direct") }
        #expect(try await proxied.send(HTTPRequest(.get, server.url)).text == "direct")
    }
}
