import OTLP
import SpanSources
import Telemetry
import Testing

/// Attributes are read by a short way where they look usual; the long way must give the same.
struct AttributeEncodingTests {
    /// A length-delimited field.
    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        var rest = content.count
        repeat {
            length.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
            rest >>= 7
        } while rest > 0
        return [number << 3 | 2] + length + content
    }

    private static func text(_ text: String) -> [UInt8] { field(1, Array(text.utf8)) }

    /// The batch of a request with one span per list of `KeyValue` messages.
    private static func decode(_ spans: [[[UInt8]]], resource: [[UInt8]] = []) throws -> SpanBatch {
        let messages = spans.enumerated().flatMap { number, attributes in
            let ids = field(1, Array(repeating: 1, count: 16)) + field(2, [0, 0, 0, 0, 0, 0, 0, UInt8(number + 1)])
            return field(2, ids + attributes.flatMap { field(9, $0) })
        }
        let body = field(1, field(1, resource.flatMap { field(1, $0) }) + field(2, messages))
        return try OTLPDecoder.decode(ExportRequest(signal: .traces, encoding: .protobuf, body: body)).spans
    }

    /// Ways to write the same attribute, the usual one first.
    private static let sameValues: [(expected: AttributeValue, values: [[UInt8]])] = [
        (.string("abc"), [text("abc"), text("abc") + [0x18, 7], [0x0A, 0x83, 0x00] + Array("abc".utf8)]),
        (.string(""), [text("")]),
        (.boolean(true), [[0x10, 1], [0x10, 0x81, 0x00], [0x10, 0x80, 0x01], [0x10, 5], [0x10, 1, 0x18, 3]]),
        (.boolean(false), [[0x10, 0], [0x10, 0x80, 0x00]]),
        (.integer(5), [[0x18, 5], [0x18, 0x85, 0x00], [0x18, 5, 0x10, 1]]),
        (.integer(-1), [[0x18] + Array(repeating: 0xFF, count: 9) + [0x01]]),
        (.double(1), [[0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F], [0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x10, 0]]),
        (.composite(json: "[1]"), [field(5, field(1, [0x18, 1]))]),
        (.composite(json: "null"), [[], [0x78, 1]]),
    ]

    @Test func `a value reads the same however it is written`() throws {
        for (expected, values) in Self.sameValues {
            for value in values {
                for message in [
                    Self.text("key") + Self.field(2, value), Self.field(2, value) + Self.text("key"),
                    Self.text("key") + Self.field(2, value) + [0x18, 1],
                ] {
                    let batch = try Self.decode([[message]], resource: [message])
                    #expect(batch.value(AttributeName(.span, "key"), row: 0) == expected)
                    #expect(batch.value(AttributeName(.resource, "key"), row: 0) == expected)
                }
            }
        }
    }

    @Test func `keys and texts of every length are read`() throws {
        for length in 0...300 {
            let word = String(repeating: "k", count: length)
            let message = Self.text(word) + Self.field(2, Self.text(word))
            #expect(try Self.decode([[message], [message]]).value(AttributeName(.span, word), row: 1) == .string(word))
        }
    }

    @Test func `spans of changing shapes keep their values apart`() throws {
        func pair(_ key: String, _ value: [UInt8]) -> [UInt8] { Self.text(key) + Self.field(2, value) }
        let batch = try Self.decode([
            [pair("a", [0x18, 1]), pair("b", Self.text("x"))],
            [pair("b", Self.text("y")), pair("a", [0x18, 2])],
            [pair("a", Self.text("z"))],
            [pair("a", [0x18, 3]), pair("a", [0x18, 4]), pair("c", [0x10, 1])],
            [],
            [pair("a", [0x18, 5]), pair("b", Self.text("x")), pair("b", Self.text("w"))],
        ])
        func values(_ key: String) -> [AttributeValue?] {
            (0..<6).map { batch.value(AttributeName(.span, key), row: $0) }
        }
        #expect(values("a") == [.integer(1), .integer(2), .string("z"), .integer(4), nil, .integer(5)])
        #expect(values("b") == [.string("x"), .string("y"), nil, nil, nil, .string("w")])
        #expect(values("c") == [nil, nil, nil, .boolean(true), nil, nil])
    }

    @Test func `damaged attributes are refused`() {
        for message: [UInt8] in [
            [0x0A, 0x05, 0x61], [0x0A, 0x01, 0x61, 0x12, 0x03, 0x0A, 0x05, 0x61],
            [0x0A, 0x01, 0x61, 0x12, 0x02, 0x18, 0xFF], [0x0A, 0x01, 0x61, 0x12, 0x03, 0x21, 0, 0],
            [0x0A, 0x01, 0x61, 0x12, 0x01, 0x10],
        ] {
            #expect(throws: OTLPError.self) { try Self.decode([[message]]) }
        }
    }
}
