import SpanSources
import Telemetry

/// Tables and directories as bytes.
enum SegmentCodec {
    /// A table as one write-ahead blob: directory, then each column's bytes.
    static func encode(_ table: ColumnTable) -> [UInt8] {
        var writer = ByteWriter()
        writer.varint(table.rowCount)
        writer.data(directory(table.keys))
        for chunk in chunks(table, .fast) { writer.data(chunk) }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(SpanStoreError) -> ColumnTable {
        var reader = ByteReader(bytes)
        var table = ColumnTable(rowCount: try reader.count(atMost: ColumnTable.maximumRows))
        for key in try directory(try reader.data()) {
            let chunk = try reader.data()
            let spans = table.identifiers(.span)
            table.append(
                key,
                try ColumnCodec.decode(chunk, rowCount: table.rowCount) { () throws(SpanStoreError) in
                    guard spans.count == table.rowCount else { throw ByteReader.damaged }
                    return spans
                })
        }
        return table
    }

    /// One blob per column.
    static func chunks(_ table: ColumnTable, _ effort: ColumnCodec.Effort) -> [[UInt8]] {
        let spans = table.identifiers(.span)
        return zip(table.keys, table.columns).map { key, column in
            ColumnCodec.encode(column, effort, spans: key == .intrinsic(.parent) ? spans : nil)
        }
    }

    /// The keys of a table's columns, in order.
    static func directory(_ keys: [ColumnKey]) -> [UInt8] {
        var writer = ByteWriter()
        writer.varint(keys.count)
        for key in keys {
            switch key {
            case .intrinsic(let column): writer.byte(column.rawValue)
            case .attribute(let name, let type):
                writer.byte(0x80 | name.scope.rawValue << 4 | type.rawValue)
                writer.data(name.key.utf8)
            }
        }
        return writer.bytes
    }

    static func directory(_ bytes: [UInt8]) throws(SpanStoreError) -> [ColumnKey] {
        var reader = ByteReader(bytes)
        var keys: [ColumnKey] = []
        for _ in 0..<(try reader.count(atMost: bytes.count)) {
            let tag = try reader.byte()
            if tag & 0x80 == 0 {
                guard let column = IntrinsicColumn(rawValue: tag) else { throw ByteReader.damaged }
                keys.append(.intrinsic(column))
            } else {
                guard let scope = AttributeScope(rawValue: tag >> 4 & 7), let type = ValueType(rawValue: tag & 15)
                else { throw ByteReader.damaged }
                let key = String(decoding: try reader.data(), as: UTF8.self)
                keys.append(.attribute(AttributeName(scope, key), type))
            }
        }
        return keys
    }
}
