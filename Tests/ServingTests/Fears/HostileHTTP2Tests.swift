import NIOCore
import NIOPosix
import Serving
import SpanSources
import TestSupport
import Testing

/// What a hostile or broken sender can do to the OTLP/gRPC receiver.
@Suite(.timeLimit(.minutes(1)))
struct HostileHTTP2Tests {
    @Test(arguments: [
        "GET / HTTP/1.1\r\nhost: a\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{FC}\u{3}\u{3}" + String(repeating: "x", count: 60),
        String(repeating: "garbage ", count: 2000),
    ])
    func `what is not HTTP/2 ends the connection and nothing else`(_ text: String) async throws {
        try await stillServes { port in
            _ = try await RawConnection.exchange(Array(text.utf8), port: port)
        }
    }

    @Test(arguments: ["", "PRI * HT"])
    func `a connection that stays silent is closed`(_ text: String) async throws {
        var limits = ReceiverLimits()
        limits.idleTimeout = .milliseconds(50)
        limits.shutdownGrace = .milliseconds(50)
        try await withGRPC(limits: limits) { port in
            _ = try await RawConnection.exchange(Array(text.utf8), port: port)
        }
    }

    @Test func `a silent connection does not keep the server from stopping`() async throws {
        var limits = ReceiverLimits()
        limits.shutdownGrace = .milliseconds(50)
        let open = try await withGRPC(limits: limits) { port in
            // The server's settings come once the connection is its own; one still on the way belongs to nobody.
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let settings = loop.makePromise(of: Void.self)
            let connection = try await ClientBootstrap(group: loop)
                .channelInitializer { $0.pipeline.addHandler(FirstBytes(settings)) }
                .connect(host: "127.0.0.1", port: port).get()
            try await settings.futureResult.get()
            return connection
        }
        try await open.closeFuture.get()
    }

    @Test func `connections accepted while the server stops are closed with it`() async throws {
        var limits = ReceiverLimits()
        limits.shutdownGrace = .milliseconds(50)
        for _ in 0..<20 {
            let open = try await withGRPC(limits: limits) { port in
                try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: port).get()
            }
            try await open.closeFuture.get()
        }
    }

    @Test func `frames of random bytes end the connection and nothing else`() async throws {
        try await stillServes { port in
            var generator = SplitMix(seed: 7)
            for _ in 1...40 {
                let noise = (0..<200).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
                _ = try await RawConnection.exchange(
                    HTTP2Frames.preface + HTTP2Frames.frame(type: 4) + noise
                        + HTTP2Frames.frame(type: 1, flags: 4, stream: 0, noise), port: port)
            }
        }
    }

    @Test func `a flood of resets ends the connection`() async throws {
        try await stillServes { port in
            let call = GRPCCall(port: port)
            var bytes = HTTP2Frames.preface + HTTP2Frames.frame(type: 4)
            for index in 0..<2000 {
                let stream = UInt32(index * 2 + 1)
                bytes += try call.headersFrame(stream: stream)
                bytes += HTTP2Frames.frame(type: 3, stream: stream, [0, 0, 0, 8])
            }
            let received = try await RawConnection.exchange(bytes, port: port)
            #expect(HTTP2Frames.split(received).contains { $0.type == 7 }, "the peer is told GOAWAY")
        }
    }

    @Test func `a flood of pings ends the connection`() async throws {
        try await stillServes { port in
            var bytes = HTTP2Frames.preface + HTTP2Frames.frame(type: 4)
            for _ in 0..<20_000 { bytes += HTTP2Frames.frame(type: 6, [0, 0, 0, 0, 0, 0, 0, 0]) }
            _ = try await RawConnection.exchange(bytes, port: port)
        }
    }

    @Test func `more streams than allowed are refused`() async throws {
        try await stillServes { port in
            let call = GRPCCall(port: port)
            var bytes = HTTP2Frames.preface + HTTP2Frames.frame(type: 4)
            for index in 0..<200 { bytes += try call.headersFrame(stream: UInt32(index * 2 + 1)) }
            let received = try await RawConnection.exchange(bytes, port: port) { bytes in
                HTTP2Frames.split(bytes).contains { $0.type == 3 || $0.type == 7 }
            }
            #expect(HTTP2Frames.split(received).contains { $0.type == 3 || $0.type == 7 })
        }
    }

    @Test func `a header list without end ends the connection`() async throws {
        try await stillServes { port in
            var bytes = HTTP2Frames.preface + HTTP2Frames.frame(type: 4)
            let field: [UInt8] = [0, 1, 97, 127, 0x81, 0x76] + [UInt8](repeating: 98, count: 15_000)
            bytes += HTTP2Frames.frame(type: 1, flags: 0, stream: 1, field)
            for _ in 1...50 { bytes += HTTP2Frames.frame(type: 9, flags: 0, stream: 1, field) }
            _ = try await RawConnection.exchange(bytes, port: port)
        }
    }

    @Test func `a gzip bomb is stopped at the limit`() async throws {
        var limits = ReceiverLimits()
        limits.maximumRequestBytes = 1 << 20
        let answer = try await withGRPC(limits: limits) { port in
            var call = GRPCCall(port: port)
            call.encoding = "gzip"
            return try await call.send(Bomb.gzip, isCompressed: true)
        }
        #expect(answer.status == "8")
    }

    @Test func `a truncated gzip message is an invalid argument`() async throws {
        let whole = try Fixture.bytes("otlp/http-traces-004.pb.gz")
        let answer = try await withGRPC { port in
            var call = GRPCCall(port: port)
            call.encoding = "gzip"
            return try await call.send(Array(whole.prefix(2000)), isCompressed: true)
        }
        #expect(answer.status == "3")
    }

    @Test(arguments: [[], [0], [0, 0, 0, 0], [0, 0, 0, 0, 9, 1, 2], [2, 0, 0, 0, 0]] as [[UInt8]])
    func `a stream that is not one whole message fails`(_ body: [UInt8]) async throws {
        let answer = try await withGRPC { try await GRPCCall(port: $0).send(framed: body) }
        #expect(answer.status == "13" || answer.status == "12")
    }

    @Test func `two messages in one call are refused`() async throws {
        let answer = try await withGRPC {
            try await GRPCCall(port: $0).send(framed: [0, 0, 0, 0, 1, 7, 0, 0, 0, 0, 1, 7])
        }
        #expect(answer.status == "12")
    }

    @Test func `a message that drips is given up at the deadline`() async throws {
        var limits = ReceiverLimits()
        limits.bodyDeadline = .milliseconds(50)
        let received = try await withGRPC(limits: limits) { port in
            let call = GRPCCall(port: port)
            return try await RawConnection.exchange(
                try call.opening() + HTTP2Frames.frame(type: 0, stream: 1, [0, 0, 0]), port: port
            ) { HTTP2Frames.split($0).contains { $0.stream == 1 && $0.endsStream } }
        }
        let headers = try HTTP2Frames.headers(in: HTTP2Frames.split(received))
        #expect(headers[1]?.first?.contains { $0.name == "grpc-status" && $0.value == "4" } == true)
    }

    @Test func `a sender that goes away in the middle leaves nothing behind`() async throws {
        try await stillServes { port in
            let call = GRPCCall(port: port)
            let bytes = try call.opening() + HTTP2Frames.frame(type: 0, stream: 1, [0, 0, 0, 0, 200, 1, 2])
            try await RawConnection.open(port: port) { _, outbound in
                try await outbound.write(ByteBuffer(bytes: bytes))
            }
        }
    }

    /// Does something nasty, then sees that a well-behaved sender is served, and it alone.
    private func stillServes(_ nastiness: @Sendable @escaping (Int) async throws -> Void) async throws {
        let sink = RecordingSpanSink()
        let message = try Fixture.bytes("otlp/grpc-traces-001.pb")
        let answer = try await withGRPC(sink) { port in
            // A peer that is cut off may see its own writes fail.
            try? await nastiness(port)
            return try await GRPCCall(port: port).send(message)
        }
        #expect(answer.status == "0")
        #expect(await sink.requests.map(\.body) == [message])
    }
}

/// A repeatable source of noise (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Tells when the peer says something for the first time.
private final class FirstBytes: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    private let seen: EventLoopPromise<Void>

    init(_ seen: EventLoopPromise<Void>) { self.seen = seen }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { seen.succeed() }

    func channelInactive(context: ChannelHandlerContext) { seen.fail(ChannelError.eof) }
}
