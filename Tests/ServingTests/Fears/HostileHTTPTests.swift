import NIOCore
import Serving
import SpanSources
import TestSupport
import Testing

/// What a hostile or broken sender can do to the OTLP/HTTP receiver.
@Suite(.timeLimit(.minutes(1)))
struct HostileHTTPTests {
    private static let protobuf = ["content-type": "application/x-protobuf"]

    @Test func `a truncated gzip body is malformed and stores nothing`() async throws {
        let whole = try Fixture.bytes("otlp/http-traces-004.pb.gz")
        try await withReceiver { receiver in
            let answer = try await receiver.http.send(
                "POST", "/v1/traces", headers: Self.protobuf.merging(["content-encoding": "gzip"]) { $1 },
                body: Array(whole.prefix(2000)))
            #expect(answer.status == 400)
            #expect(answer.headers["content-type"] == "application/x-protobuf")
            #expect(await receiver.sink.requests.isEmpty)
        }
    }

    @Test func `a gzip bomb is stopped at the limit`() async throws {
        var limits = ReceiverLimits()
        limits.maximumRequestBytes = 1 << 20
        try await withReceiver(limits) { receiver in
            let answer = try await receiver.http.send(
                "POST", "/v1/traces", headers: Self.protobuf.merging(["content-encoding": "gzip"]) { $1 },
                body: Bomb.gzip)
            #expect(answer.status == 413)
            #expect(await receiver.sink.requests.isEmpty)
        }
    }

    @Test func `a claimed length of two gigabytes is refused before the body`() async throws {
        try await withReceiver { receiver in
            let head =
                "POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\n"
                + "content-length: 2147483648\r\n\r\n"
            let answer = PlainHTTP.parse(
                try await RawConnection.exchange(Array(head.utf8), port: receiver.http.port) {
                    PlainHTTP.parse($0).status != 0
                })
            #expect(answer.status == 413)
        }
    }

    @Test(arguments: ["text/plain", "application/octet-stream", "application/x-protobuf-lite", ""])
    func `another content type is refused`(_ type: String) async throws {
        try await withReceiver { receiver in
            let headers = type.isEmpty ? [:] : ["content-type": type]
            let answer = try await receiver.http.send("POST", "/v1/traces", headers: headers, body: [1])
            #expect(answer.status == 415)
            #expect(answer.headers["content-type"] == "application/json")
        }
    }

    @Test func `another compression is refused in the request's encoding`() async throws {
        try await withReceiver { receiver in
            let answer = try await receiver.http.send(
                "POST", "/v1/traces", headers: Self.protobuf.merging(["content-encoding": "br"]) { $1 }, body: [1])
            #expect(answer.status == 415)
            #expect(answer.headers["content-type"] == "application/x-protobuf")
        }
    }

    @Test func `a body that drips is given up at the deadline`() async throws {
        var limits = ReceiverLimits()
        limits.bodyDeadline = .milliseconds(50)
        try await withReceiver(limits) { receiver in
            let head =
                "POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\n"
                + "content-length: 100\r\n\r\nabc"
            let answer = PlainHTTP.parse(
                try await RawConnection.exchange(Array(head.utf8), port: receiver.http.port))
            #expect(answer.status == 408)
            #expect(await receiver.sink.requests.isEmpty)
        }
    }

    @Test func `a sender that goes away in the middle leaves nothing behind`() async throws {
        try await withReceiver { receiver in
            let head =
                "POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\n"
                + "content-length: 100000\r\n\r\nabc"
            try await RawConnection.open(port: receiver.http.port) { _, outbound in
                try await outbound.write(ByteBuffer(string: head))
            }
            let answer = try await receiver.http.send(
                "POST", "/v1/traces", headers: Self.protobuf, body: try Fixture.bytes("otlp/grpc-traces-001.pb"))
            #expect(answer.status == 200)
            #expect(await receiver.sink.requests.count == 1)
        }
    }

    @Test func `more bytes in flight than the budget makes senders come back`() async throws {
        var limits = ReceiverLimits()
        limits.maximumBytesInFlight = 1000
        try await withReceiver(limits) { receiver in
            let answer = try await receiver.http.send(
                "POST", "/v1/traces", headers: Self.protobuf, body: [UInt8](repeating: 0, count: 2000))
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "1")
            let small = try await receiver.http.send("POST", "/v1/traces", headers: Self.protobuf, body: [1])
            #expect(small.status == 200, "the refused bytes were given back")
        }
    }

    @Test(arguments: [
        "GARBAGE\r\n\r\n", "POST /v1/traces HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
        "POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\n",
        "POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc",
    ])
    func `what is not HTTP ends the connection and nothing else`(_ text: String) async throws {
        try await withReceiver { receiver in
            let answer = try await RawConnection.exchange(Array(text.utf8), port: receiver.http.port) {
                !$0.isEmpty
            }
            #expect(PlainHTTP.parse(answer).status != 200)
            let next = try await receiver.http.send("POST", "/v1/traces", headers: Self.protobuf, body: [])
            #expect(next.status == 200)
        }
    }

    @Test(arguments: ["", "POST /v1/tra", "POST /v1/traces HTTP/1.1\r\nhost: a\r\n"])
    func `a connection that stays silent is closed`(_ text: String) async throws {
        var limits = ReceiverLimits()
        limits.idleTimeout = .milliseconds(50)
        try await withReceiver(limits) { receiver in
            _ = try await RawConnection.exchange(Array(text.utf8), port: receiver.http.port)
        }
    }

    @Test func `a header that never ends is refused`() async throws {
        try await withReceiver { receiver in
            let head = "POST /v1/traces HTTP/1.1\r\nhost: a\r\nx: " + String(repeating: "a", count: 100_000)
            let answer = try await RawConnection.exchange(Array(head.utf8), port: receiver.http.port)
            #expect(PlainHTTP.parse(answer).status != 200)
        }
    }
}

/// A running OTLP/HTTP receiver and what it was handed.
private struct Receiver: Sendable {
    var http: PlainHTTP
    var sink: RecordingSpanSink
}

private func withReceiver(
    _ limits: ReceiverLimits = ReceiverLimits(), _ body: @Sendable @escaping (Receiver) async throws -> Void
) async throws {
    let sink = RecordingSpanSink()
    let intake = ExportIntake(sink: sink, limits: limits, counters: ReceiverCounters())
    try await withServer { onListening in
        OTLPHTTPServer(address: ListenAddress(port: 0), intake: intake, logger: quietLogger, onListening: onListening)
    } _: { port in
        try await body(Receiver(http: PlainHTTP(port: port), sink: sink))
    }
}
