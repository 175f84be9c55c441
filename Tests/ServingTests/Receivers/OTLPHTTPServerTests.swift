import Serving
import SpanSources
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OTLPHTTPServerTests {
    @Test func `a captured gzip export is unpacked and answered with an empty protobuf`() async throws {
        let (answer, requests) = try await export(
            try Fixture.bytes("otlp/http-traces-001.pb.gz"),
            headers: ["content-type": "application/x-protobuf", "content-encoding": "gzip"])
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/x-protobuf")
        #expect(answer.body.isEmpty)
        #expect(requests.count == 1)
        #expect(requests.first?.signal == .traces)
        #expect(requests.first?.encoding == .protobuf)
        #expect((requests.first?.body.count ?? 0) > 870)
    }

    @Test func `zlib and gzip of the same export unpack to the same bytes`() async throws {
        let (_, gzip) = try await export(
            try Fixture.bytes("otlp/http-traces-004.pb.gz"),
            headers: ["content-type": "application/x-protobuf", "content-encoding": "gzip"])
        let (_, zlib) = try await export(
            try Fixture.bytes("otlp/http-traces-006.pb.zlib"),
            headers: ["content-type": "application/x-protobuf", "content-encoding": "deflate"])
        #expect(gzip.first?.body.count == 18_370)
        #expect(zlib.first?.body.count == 18_370)
    }

    @Test func `JSON in means JSON out`() async throws {
        let (answer, requests) = try await export(
            Array(#"{"resourceSpans":[]}"#.utf8), headers: ["content-type": "application/json; charset=utf-8"])
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(answer.text == "{}")
        #expect(requests.first?.encoding == .json)
    }

    @Test func `rejected rows come back as a partial success`() async throws {
        let sink = RecordingSpanSink(receipt: ExportReceipt(acceptedRows: 2, rejectedRows: 3, message: "no trace id"))
        let (answer, _) = try await export(
            Array("{}".utf8), headers: ["content-type": "application/json"], to: sink)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"partialSuccess":{"errorMessage":"no trace id","rejectedSpans":"3"}}"#)
    }

    @Test func `metrics are taken politely and not stored`() async throws {
        let (answer, requests) = try await export(
            Array("{}".utf8), path: "/v1/metrics", headers: ["content-type": "application/json"])
        #expect(answer.status == 200)
        #expect(answer.text.contains("were not stored"))
        #expect(requests.isEmpty)
    }

    @Test func `logs go to the log signal`() async throws {
        let (answer, requests) = try await export(
            Array("{}".utf8), path: "/v1/logs", headers: ["content-type": "application/json"])
        #expect(answer.status == 200)
        #expect(requests.first?.signal == .logs)
    }

    @Test func `an overloaded store makes the sender come back`() async throws {
        let sink = RecordingSpanSink(refusing: .overloaded("the queue is full", retryAfterSeconds: 7))
        let (answer, _) = try await export(Array("{}".utf8), headers: ["content-type": "application/json"], to: sink)
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "7")
        #expect(answer.text == #"{"code":14,"message":"the queue is full"}"#)
    }

    @Test func `a malformed body is answered in the request's encoding`() async throws {
        let sink = RecordingSpanSink(refusing: .malformed("field 1 is cut off"))
        let (answer, _) = try await export(
            [0x0A, 0xFF], headers: ["content-type": "application/x-protobuf"], to: sink)
        #expect(answer.status == 400)
        #expect(answer.headers["content-type"] == "application/x-protobuf")
        #expect(answer.text.contains("field 1 is cut off"))
        #expect(answer.body.first == 0x08)
    }

    @Test func `an export larger than the limit is refused`() async throws {
        var limits = ReceiverLimits()
        limits.maximumRequestBytes = 1000
        let (answer, requests) = try await export(
            [UInt8](repeating: 0, count: 1001), headers: ["content-type": "application/x-protobuf"], limits: limits)
        #expect(answer.status == 413)
        #expect(requests.isEmpty)
    }

    @Test func `only POST exports`() async throws {
        let (answer, _) = try await export([], method: "GET", headers: [:])
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "POST")
    }

    private func export(
        _ body: [UInt8], method: String = "POST", path: String = "/v1/traces", headers: [String: String],
        to sink: RecordingSpanSink = RecordingSpanSink(), limits: ReceiverLimits = ReceiverLimits()
    ) async throws -> (PlainHTTP.Answer, [ExportRequest]) {
        let intake = ExportIntake(sink: sink, limits: limits, counters: ReceiverCounters())
        let answer = try await withServer { onListening in
            OTLPHTTPServer(
                address: ListenAddress(port: 0), intake: intake, logger: quietLogger, onListening: onListening)
        } _: { port in
            try await PlainHTTP(port: port).send(method, path, headers: headers, body: body)
        }
        return (answer, await sink.requests)
    }
}
