import TestSupport
import Testing

@testable import OutboundHTTP

/// Answers read while they arrive.
struct HTTPStreamTests {
    private let client = HTTPClient()

    @Test func `pieces arrive before the answer is over`() async throws {
        let server = try LoopbackServer { _ in .chunked(["one"], end: .hold) }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        #expect(stream.head.headers["content-type"] == "text/event-stream")
        var pieces = stream.body.makeAsyncIterator()
        #expect(try await pieces.next() == Array("one".utf8))
    }

    @Test func `a cancelled reader is told so, even when all bytes were there`() async throws {
        let server = try LoopbackServer { _ in .chunked(["one", "two"]) }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        let reader = Task { () async -> HTTPFailure.Code? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(HTTPFailure) {
                for try await _ in stream.body {}
                return nil
            } catch { return error.code }
        }
        #expect(await reader.value == .cancelled)
    }

    @Test func `a call that waits for its head can be cancelled`() async throws {
        let server = try LoopbackServer { _ in LoopbackReply([.hold]) }
        let client = client
        await withTaskGroup(of: HTTPFailure.Code?.self) { group in
            group.addTask {
                do throws(HTTPFailure) {
                    _ = try await client.stream(HTTPRequest(.get, server.url))
                    return nil
                } catch { return error.code }
            }
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
    }

    @Test func `a slow reader slows the server down and loses nothing`() async throws {
        let piece = String(repeating: "x", count: 65_536)
        let server = try LoopbackServer { _ in .chunked(Array(repeating: piece, count: 64)) }
        let tight = HTTPClient(HTTPClientConfiguration(maximumBufferedBytes: 20_000))
        let stream = try await tight.stream(HTTPRequest(.get, server.url))
        var count = 0
        for try await piece in stream.body {
            #expect(piece.allSatisfy { $0 == UInt8(ascii: "x") })
            count += piece.count
            await Task.yield()
        }
        #expect(count == 64 * 65_536)
    }

    @Test func `letting go of a stream frees the connection`() async throws {
        let server = try LoopbackServer { $0.target == "/hold" ? .chunked(["x"], end: .hold) : .response(200, "free") }
        let narrow = HTTPClient(HTTPClientConfiguration(maximumConnections: 1))
        do { _ = try await narrow.stream(HTTPRequest(.get, server.url + "/hold")) }
        #expect(try await narrow.send(HTTPRequest(.get, server.url)).text == "free")
    }
}
