import Foundation
import OTLP
import SpanSources
import Telemetry
import Testing

/// Bad bytes give an error or rows, never a crash, and never more memory than the body justifies.
struct HostileBodyTests {
    static func fixture(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
        return [UInt8](try Data(contentsOf: url))
    }

    static func decode(
        _ body: [UInt8], _ signal: ExportRequest.Signal = .traces, _ encoding: ExportRequest.Encoding = .protobuf
    ) throws -> TelemetryBatch {
        try OTLPDecoder.decode(ExportRequest(signal: signal, encoding: encoding, body: body))
    }

    @Test func `captured requests of a real SDK are read, compressed or not`() throws {
        let plain = try Self.fixture("traces.pb")
        #expect(try Inflate.gunzip(Self.fixture("traces.pb.gz")).count == plain.count)
        #expect(try Inflate.zlib(Self.fixture("traces.pb.zlib")).count == plain.count)
        let batch = try Self.decode(plain)
        #expect(batch.spans.count > 0 && batch.rejectedRows == 0)
        #expect(Set(batch.spans.services.dictionary).count == 1)
        #expect(try Self.decode(Self.fixture("small-traces.pb")).spans.count > 0)
    }

    @Test func `what the encoder writes is read back the same`() throws {
        let batch = try Self.decode(Self.fixture("traces.pb"))
        let again = try OTLPDecoder.decode(OTLPEncoder.traces(batch))
        #expect(again.spans.spanIDs == batch.spans.spanIDs && again.spans.attributes == batch.spans.attributes)
        #expect(again.events == batch.events)
    }

    @Test func `bombs and truncated compressed bodies are refused`() throws {
        let body = try Self.fixture("traces.pb.gz")
        #expect(throws: OTLPError.self) { try Inflate.gunzip(body, limit: 1_000) }
        #expect(throws: OTLPError.self) { try Inflate.gunzip(Array(body.dropLast(20))) }
        #expect(throws: OTLPError.self) { try Inflate.gunzip([1, 2, 3]) }
    }

    @Test func `a length of two gigabytes is a truncated body`() throws {
        #expect(throws: OTLPError.self) { try Self.decode([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1]) }
        #expect(throws: OTLPError.self) {
            try Self.decode([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1])
        }
    }

    @Test func `deep nesting is refused in both encodings`() throws {
        let list = String(repeating: #"{"arrayValue":{"values":["#, count: 500)
        let body = #"{"resourceSpans":[{"resource":{"attributes":[{"key":"k","value":"# + list
        #expect(throws: OTLPError.self) { try Self.decode(Array(body.utf8), .traces, .json) }
        var value: [UInt8] = []
        for _ in 0..<100 {
            // AnyValue.array_value { values { ... } }
            let inner = Self.field(1, value)
            value = Self.field(5, inner)
        }
        let attribute = Self.field(1, Array("k".utf8)) + Self.field(2, value)
        let request = Self.field(1, Self.field(1, Self.field(1, attribute)) + Self.field(2, []))
        #expect(throws: OTLPError.self) { try Self.decode(request) }
    }

    @Test func `JSON is read with its quirks`() throws {
        let body = #"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0AF7651916CD43DD8448EB211C80319C",
            "spanId":"b7ad6b7169203331","name":"GET \u00fc","kind":2,"startTimeUnixNano":"1764000000000000001",
            "endTimeUnixNano":1764000000120000001,"traceState":"ot=th:8","unknown":[{}],
            "attributes":[{"key":"n","value":{"intValue":"-5"}},{"key":"d","value":{"doubleValue":"NaN"}},
            {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"a"},{"boolValue":true}]}}}],
            "status":{"code":2,"message":null}},{"traceId":"","spanId":""}]}],
            "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"cart"}}]}}]}
            """#
        let batch = try Self.decode(Array(body.utf8), .traces, .json)
        #expect(batch.rejectedRows == 1 && batch.spans.count == 1)
        #expect(batch.spans.names[0] == "GET ü" && batch.spans.services[0] == "cart")
        #expect(batch.spans.startNanoseconds == [1_764_000_000_000_000_001])
        #expect(batch.spans.durationNanoseconds == [120_000_000] && batch.spans.weights == [2])
        #expect(batch.spans.value(AttributeName(.span, "n"), row: 0) == .integer(-5))
        #expect(batch.spans.value(AttributeName(.span, "l"), row: 0) == .composite(json: #"["a",true]"#))
    }

    @Test func `mutated requests never crash the decoder`() throws {
        let seeds = [try Self.fixture("traces.pb"), try Self.fixture("small-traces.pb")]
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for round in 0..<300 {
            var body = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let place = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: body[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: body.remove(at: place)
                default: body.insert(0xFF, at: place)
                }
            }
            for signal in [ExportRequest.Signal.traces, .logs] {
                do { _ = try Self.decode(body, signal) } catch is OTLPError { refused += 1 }
            }
            #expect(throws: OTLPError.self) { try Self.decode(body, .traces, .json) }
        }
        #expect(refused > 0)
    }

    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        var rest = content.count
        repeat {
            length.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return [number << 3 | 2] + length + content
    }
}
