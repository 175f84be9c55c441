import Telemetry
import Testing

@testable import SpanStore

/// What is packed must come back the same at every width, and at the edges of blocks and words.
struct ColumnCodecTests {
    private func roundTrip(_ column: Column, rows: Int, spans: [UInt64]? = nil) throws -> Column {
        let bytes = ColumnCodec.encode(column, .small, spans: spans)
        return try ColumnCodec.decode(bytes, rowCount: rows) { () throws(SpanStoreError) in spans ?? [] }
    }

    @Test func `values of every width come back`() throws {
        for width in 1...64 {
            let largest = UInt64.max >> UInt64(64 - width)
            for count in [1, 2, 63, 64, 65, 129] {
                let values = (0..<count).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 & largest | UInt64($0 & 1) }
                var writer = ByteWriter()
                BitPacking.pack(values, width: width, into: &writer)
                #expect(writer.bytes.count == BitPacking.size(count, width: width))
                var reader = ByteReader(writer.bytes)
                #expect(try BitPacking.unpack(&reader, count: count, width: width) == values)
                #expect(reader.remaining == 0)
            }
        }
    }

    @Test func `numbers come back, plain or as differences`() throws {
        let columns: [[Int64]] = [
            [], [0], [.min], [.max, .min, 0, -1, 1], (0..<300).map { $0 * $0 },
            (0..<129).map { 1_764_000_000_000_000_000 + $0 * 1000 }, (0..<257).map { $0 % 2 == 0 ? .min : .max },
            Array(repeating: -7, count: 128),
        ]
        for values in columns {
            #expect(try roundTrip(.numbers(values), rows: values.count) == .numbers(values))
        }
    }

    @Test func `codes come back in every form`() throws {
        let dictionary = ColumnDictionary.integers((0..<2000).map { $0 })
        let forms: [[UInt16]] = [
            Array(repeating: 3, count: 500), (0..<500).map { $0 < 250 ? 1 : 2 }, (0..<500).map { UInt16($0 % 7) },
            (0..<500).map { UInt16($0 + 1) }, (0..<500).map { UInt16($0 % 3 == 0 ? $0 / 3 + 1 : 1) }, [1], [0],
            (0..<2000).map { UInt16(2000 - $0) },
        ]
        for codes in forms {
            let column = Column.coded(CodedColumn(rows: nil, codes: codes, dictionary: dictionary))
            #expect(try roundTrip(column, rows: codes.count) == column)
        }
    }

    @Test func `parents come back, be they near, far, elsewhere, or none`() throws {
        let spans = (0..<300).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 | 1 }
        let parents = spans.indices.map { row -> UInt64 in
            switch row % 4 {
            case 0: 0
            case 1: spans[row - 1]
            case 2: spans[(row + 150) % 300]
            default: UInt64(row)
            }
        }
        #expect(try roundTrip(.identifiers(parents), rows: 300, spans: spans) == .identifiers(parents))
    }

    @Test func `trace ids come back`() throws {
        let ids = (0..<50).map { TraceID(high: $0, low: ~$0) }
        let column = Column.coded(
            CodedColumn(rows: nil, codes: (1...50).map { $0 }, dictionary: .traces(ids)))
        #expect(try roundTrip(column, rows: 50) == column)
    }
}
