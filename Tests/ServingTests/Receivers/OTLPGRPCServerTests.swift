import FoundationEssentials
import NIOHPACK
import Serving
import SpanSources
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OTLPGRPCServerTests {
    @Test(arguments: ["gzip", "identity"])
    func `a captured connection of the Python SDK is answered on both streams`(_ kind: String) async throws {
        let recording = try Fixture.bytes("otlp/grpc-raw-h2-\(kind)-01.c2s.bin")
        let sink = RecordingSpanSink()
        let received = try await withGRPC(sink) { port in
            try await RawConnection.exchange(recording, port: port) { bytes in
                Set(HTTP2Frames.split(bytes).filter(\.endsStream).map(\.stream)) == [1, 3]
            }
        }
        let headers = try HTTP2Frames.headers(in: HTTP2Frames.split(received))
        for stream: UInt32 in [1, 3] {
            #expect(headers[stream]?.first?.first(name: ":status") == "200")
            #expect(headers[stream]?.last?.first(name: "grpc-status") == "0")
        }
        let requests = await sink.requests
        #expect(requests.map(\.body.count).sorted() == [18_370, 106_120])
        #expect(requests.allSatisfy { $0.signal == .traces && $0.encoding == .protobuf })
    }

    @Test func `a taken export is answered with an empty message`() async throws {
        let message = try Fixture.bytes("otlp/grpc-traces-001.pb")
        let answer = try await withGRPC { try await GRPCCall(port: $0).send(message) }
        #expect(answer.status == "0")
        #expect(answer.data == [0, 0, 0, 0, 0])
    }

    @Test func `a malformed message is an invalid argument`() async throws {
        let answer = try await withGRPC(RecordingSpanSink(refusing: .malformed("field 1 is cut off – 100 %"))) {
            try await GRPCCall(port: $0).send([1])
        }
        #expect(answer.status == "3")
        #expect(answer.headers.first(name: "grpc-message") == "field 1 is cut off %E2%80%93 100 %25")
        #expect(answer.headers.first(name: "grpc-status-details-bin") == nil)
    }

    @Test func `an overloaded store is unavailable and says when to come back`() async throws {
        let answer = try await withGRPC(RecordingSpanSink(refusing: .overloaded("full", retryAfterSeconds: 7))) {
            try await GRPCCall(port: $0).send([1])
        }
        #expect(answer.status == "14")
        let details = answer.headers.first(name: "grpc-status-details-bin").flatMap { Data(base64Encoded: $0) }
        let retryInfo = Array("type.googleapis.com/google.rpc.RetryInfo".utf8) + [0x12, 4, 0x0A, 2, 8, 7]
        #expect(details.map { Array($0).firstRange(of: retryInfo) != nil } == true)
    }

    @Test func `a length prefix of two gigabytes is refused after five bytes`() async throws {
        let answer = try await withGRPC { try await GRPCCall(port: $0).send(framed: [0, 0x7F, 0xFF, 0xFF, 0xFF]) }
        #expect(answer.status == "8")
        #expect(answer.headers.first(name: "grpc-status-details-bin") == nil)
    }

    @Test func `metrics are taken politely`() async throws {
        let sink = RecordingSpanSink()
        let answer = try await withGRPC(sink) { port in
            var call = GRPCCall(port: port)
            call.path = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"
            return try await call.send([])
        }
        #expect(answer.status == "0")
        #expect(String(decoding: answer.data, as: UTF8.self).contains("were not stored"))
        #expect(await sink.requests.isEmpty)
    }

    @Test func `an unknown method is unimplemented`() async throws {
        let answer = try await withGRPC { port in
            var call = GRPCCall(port: port)
            call.path = "/grpc.health.v1.Health/Check"
            return try await call.send([])
        }
        #expect(answer.status == "12")
    }

    @Test func `what is not gRPC gets a plain 415`() async throws {
        let answer = try await withGRPC { port in
            var call = GRPCCall(port: port)
            call.contentType = "application/json"
            return try await call.send([])
        }
        #expect(answer.headers.first(name: ":status") == "415")
    }

    @Test func `an unknown compression is unimplemented`() async throws {
        let answer = try await withGRPC { port in
            var call = GRPCCall(port: port)
            call.encoding = "snappy"
            return try await call.send([1, 2], isCompressed: true)
        }
        #expect(answer.status == "12")
    }

    @Test func `a ping is answered`() async throws {
        let received = try await withGRPC { port in
            try await RawConnection.exchange(
                HTTP2Frames.preface + HTTP2Frames.frame(type: 4)
                    + HTTP2Frames.frame(type: 6, [1, 2, 3, 4, 5, 6, 7, 8]), port: port
            ) { HTTP2Frames.split($0).contains { $0.type == 6 && $0.flags & 1 == 1 } }
        }
        let pong = HTTP2Frames.split(received).first { $0.type == 6 }
        #expect(pong?.payload == [1, 2, 3, 4, 5, 6, 7, 8])
    }
}

/// Runs a gRPC receiver over a sink.
func withGRPC<Result: Sendable>(
    _ sink: RecordingSpanSink = RecordingSpanSink(), limits: ReceiverLimits = ReceiverLimits(),
    _ body: @Sendable @escaping (Int) async throws -> Result
) async throws -> Result {
    let intake = ExportIntake(sink: sink, limits: limits, counters: ReceiverCounters())
    return try await withServer(
        { onListening in
            OTLPGRPCServer(
                address: ListenAddress(port: 0), intake: intake, logger: quietLogger, onListening: onListening)
        }, body)
}
