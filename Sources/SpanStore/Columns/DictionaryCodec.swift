import OTLP
import Telemetry

/// The dictionary of a coded column.
enum DictionaryCodec {
    private enum Form: UInt8 { case text = 0, composites, integers, doubles, booleans, traces }

    static func encode(_ dictionary: ColumnDictionary, _ effort: ColumnCodec.Effort, into writer: inout ByteWriter) {
        switch dictionary {
        case .text(let entries): text(entries, .text, effort, into: &writer)
        case .composites(let entries): text(entries, .composites, effort, into: &writer)
        case .integers(let entries):
            header(.integers, entries.count, into: &writer)
            NumberCodec.encode(entries, into: &writer)
        case .doubles(let entries):
            header(.doubles, entries.count, into: &writer)
            writer.raw(entries)
        case .booleans(let entries):
            header(.booleans, entries.count, into: &writer)
            writer.append(entries.map { $0 ? 1 : 0 })
        case .traces(let entries):
            header(.traces, entries.count, into: &writer)
            // High, then low: as the two words of an id lie in memory.
            writer.raw(entries)
        case .mixed: preconditionFailure("mixed dictionaries are made by queries and never stored")
        }
    }

    static func decode(_ reader: inout ByteReader) throws(SpanStoreError) -> ColumnDictionary {
        let form = Form(rawValue: try reader.byte())
        let count = try reader.count(atMost: Int(UInt16.max))
        switch form {
        case .text: return .text(try decodeText(&reader, count))
        case .composites: return .composites(try decodeText(&reader, count))
        case .integers: return .integers(try NumberCodec.decode(&reader, count: count))
        case .doubles: return .doubles(try reader.raw(Double.self, count: count))
        case .booleans: return .booleans(try reader.raw(UInt8.self, count: count).map { $0 != 0 })
        case .traces:
            let words = try reader.raw(UInt64.self, count: count * 2)
            return .traces((0..<count).map { TraceID(high: words[2 * $0], low: words[2 * $0 + 1]) })
        case nil: throw ByteReader.damaged
        }
    }

    /// Moves past a dictionary; how many entries it has.
    static func skip(_ reader: inout ByteReader) throws(SpanStoreError) -> Int {
        let form = Form(rawValue: try reader.byte())
        let count = try reader.count(atMost: Int(UInt16.max))
        switch form {
        case .text, .composites: try skipText(&reader, count)
        case .integers: try NumberCodec.skip(&reader, count: count)
        case .doubles: try reader.skip(count * 8)
        case .booleans: try reader.skip(count)
        case .traces: try reader.skip(count * 16)
        case nil: throw ByteReader.damaged
        }
        return count
    }

    private static func header(_ form: Form, _ count: Int, into writer: inout ByteWriter) {
        writer.byte(form.rawValue)
        writer.varint(count)
    }

    private static func text(
        _ entries: TextDictionary, _ form: Form, _ effort: ColumnCodec.Effort, into writer: inout ByteWriter
    ) {
        header(form, entries.count, into: &writer)
        var start: UInt32 = 0
        let lengths = entries.ends.map { end in
            defer { start = end }
            return UInt64(end - start)
        }
        let width = BitPacking.width(lengths.max() ?? 0)
        writer.byte(UInt8(width))
        BitPacking.pack(lengths, width: width, into: &writer)
        if effort == .small, entries.bytes.count > 512, let packed = Deflate.pack(entries.bytes),
            packed.count < entries.bytes.count * 3 / 4
        {
            writer.byte(1)
            writer.data(packed)
        } else {
            writer.byte(0)
            writer.append(entries.bytes)
        }
    }

    private static func decodeText(_ reader: inout ByteReader, _ count: Int) throws(SpanStoreError) -> TextDictionary {
        let ends = try ends(&reader, count)
        let total = Int(ends.last ?? 0)
        let bytes: [UInt8]
        if try reader.byte() == 1 {
            guard let unpacked = Deflate.unpack(try reader.data(), count: total) else { throw ByteReader.damaged }
            bytes = unpacked
        } else {
            bytes = try reader.raw(UInt8.self, count: total)
        }
        return TextDictionary(bytes: bytes, ends: ends)
    }

    private static func skipText(_ reader: inout ByteReader, _ count: Int) throws(SpanStoreError) {
        let total = Int(try ends(&reader, count).last ?? 0)
        let isPacked = try reader.byte() == 1
        try reader.skip(isPacked ? reader.count(atMost: reader.remaining) : total)
    }

    /// Where each entry's text ends.
    private static func ends(_ reader: inout ByteReader, _ count: Int) throws(SpanStoreError) -> [UInt32] {
        let width = Int(try reader.byte())
        var total: UInt64 = 0
        let ends = try BitPacking.unpack(&reader, count: count, width: width).map { length in
            total &+= min(length, UInt64(UInt32.max))
            return UInt32(truncatingIfNeeded: total)
        }
        guard total <= UInt64(Int32.max) else { throw ByteReader.damaged }
        return ends
    }
}
