import SpanSources
import Testing

@testable import OTLP

struct OTLPTimeShiftTests {
    /// One span of one resource: start 1000 ns, end 3000 ns, an event at 2000 ns.
    private static let request: [UInt8] = {
        func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }
        func fixed(_ number: UInt8, _ value: UInt64) -> [UInt8] {
            [number << 3 | 1] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let span = field(5, Array("name".utf8)) + fixed(7, 1000) + fixed(8, 3000) + field(11, fixed(1, 2000))
        return field(1, field(2, field(2, span)))
    }()

    @Test func `every timestamp moves and nothing else does`() throws {
        let there = try OTLPTimeShift.shift(Self.request, signal: .traces, byNanoseconds: 5_000_000)
        #expect(there != Self.request)
        #expect(there.count == Self.request.count)
        let back = try OTLPTimeShift.shift(there, signal: .traces, byNanoseconds: -5_000_000)
        #expect(back == Self.request)
        #expect(zip(there, Self.request).count { $0 != $1 } <= 24)
    }

    @Test func `bytes that are not protobuf are refused`() {
        for bytes: [UInt8] in [[0x0A, 0x05, 1], [0xFF, 0xFF], [0x0B], [0x0A, 0x80, 0x80, 0x80, 0x80, 0x08]] {
            #expect(throws: ExportRefusal.self) {
                try OTLPTimeShift.shift(bytes, signal: .traces, byNanoseconds: 1)
            }
        }
    }
}
