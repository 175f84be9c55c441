import Telemetry

/// Columns as bytes: what chunks and write-ahead rows hold.
enum ColumnCodec {
    /// How hard to try.
    enum Effort {
        /// For the write-ahead: no general compression.
        case fast
        /// For segments.
        case small
    }

    private enum Form: UInt8 { case dense = 0, sparse, numbers, identifiers, weights, parents }

    /// Encodes a column.
    ///
    /// - Parameter spans: The span ids of the same table where the column holds parent ids; most parents stand in
    ///   the same table, and their row number is much smaller than the id.
    static func encode(_ column: Column, _ effort: Effort, spans: [UInt64]? = nil) -> [UInt8] {
        var writer = ByteWriter()
        switch column {
        case .coded(let coded):
            if let rows = coded.rows {
                writer.byte(Form.sparse.rawValue)
                writer.varint(rows.count)
                NumberCodec.encode(rows.map { Int64($0) }, into: &writer)
            } else {
                writer.byte(Form.dense.rawValue)
            }
            DictionaryCodec.encode(coded.dictionary, effort, into: &writer)
            CodeCodec.encode(coded.codes, into: &writer)
        case .numbers(let values):
            writer.byte(Form.numbers.rawValue)
            NumberCodec.encode(values, into: &writer)
        case .identifiers(let values):
            if let spans {
                writer.byte(Form.parents.rawValue)
                ParentCodec.encode(values, spans: spans, into: &writer)
            } else {
                writer.byte(Form.identifiers.rawValue)
                writer.raw(values)
            }
        case .weights(let values):
            writer.byte(Form.weights.rawValue)
            writer.raw(values)
        }
        return writer.bytes
    }

    /// Decodes a column.
    ///
    /// - Parameter spans: Gives the span ids of the same table; called for parent ids only.
    static func decode(
        _ bytes: [UInt8], rowCount: Int, spans: () throws(SpanStoreError) -> [UInt64]
    ) throws(SpanStoreError) -> Column {
        var reader = ByteReader(bytes)
        switch Form(rawValue: try reader.byte()) {
        case .dense: return .coded(try coded(&reader, rows: nil, count: rowCount))
        case .sparse:
            let rows = try sparseRows(&reader, rowCount: rowCount)
            return .coded(try coded(&reader, rows: rows, count: rows.count))
        case .numbers: return .numbers(try NumberCodec.decode(&reader, count: rowCount))
        case .identifiers: return .identifiers(try reader.raw(UInt64.self, count: rowCount))
        case .weights: return .weights(try reader.raw(Float.self, count: rowCount))
        case .parents: return .identifiers(try ParentCodec.decode(&reader, spans: try spans()))
        case nil: throw ByteReader.damaged
        }
    }

    /// The codes of a coded column, without its dictionary.
    static func codes(_ bytes: [UInt8], rowCount: Int) throws(SpanStoreError) -> PackedCodes {
        var reader = ByteReader(bytes)
        var rows: [UInt16]?
        switch Form(rawValue: try reader.byte()) {
        case .dense: break
        case .sparse: rows = try sparseRows(&reader, rowCount: rowCount)
        default: throw ByteReader.damaged
        }
        let limit = try DictionaryCodec.skip(&reader)
        return try CodeCodec.packed(&reader, count: rows?.count ?? rowCount, rows: rows, limit: limit)
    }

    private static func sparseRows(_ reader: inout ByteReader, rowCount: Int) throws(SpanStoreError) -> [UInt16] {
        let count = try reader.count(atMost: rowCount)
        let rows = try NumberCodec.decode(&reader, count: count)
        guard rows.allSatisfy({ $0 >= 0 && $0 < rowCount }), zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw ByteReader.damaged }
        return rows.map { UInt16($0) }
    }

    private static func coded(
        _ reader: inout ByteReader, rows: [UInt16]?, count: Int
    ) throws(SpanStoreError) -> CodedColumn {
        let dictionary = try DictionaryCodec.decode(&reader)
        let codes = try CodeCodec.decode(&reader, count: count, limit: dictionary.count)
        return CodedColumn(rows: rows, codes: codes, dictionary: dictionary)
    }
}

/// Parent ids as distances to the parent's row in the same table.
enum ParentCodec {
    private static let none: Int64 = 0
    private static let elsewhere: Int64 = 1

    static func encode(_ parents: [UInt64], spans: [UInt64], into writer: inout ByteWriter) {
        let key = ValueHash.key
        let rows = HashedRows(spans.map { ValueHash.word($0, key: key) })
            .rows(parents.map { ValueHash.word($0, key: key) })
        var foreign: [UInt64] = []
        let distances = parents.indices.map { row in
            guard parents[row] != 0 else { return none }
            guard rows[row] < 0 else {
                return 2 &+ Int64(bitPattern: NumberCodec.zigzag(Int64(Int(rows[row]) &- row)))
            }
            foreign.append(parents[row])
            return elsewhere
        }
        writer.varint(foreign.count)
        writer.raw(foreign)
        NumberCodec.encode(distances, into: &writer)
    }

    static func decode(_ reader: inout ByteReader, spans: [UInt64]) throws(SpanStoreError) -> [UInt64] {
        let foreign = try reader.raw(UInt64.self, count: try reader.count(atMost: spans.count))
        let distances = try NumberCodec.decode(&reader, count: spans.count)
        var next = 0
        var parents = [UInt64](repeating: 0, count: spans.count)
        for row in 0..<spans.count {
            switch distances[row] {
            case none: continue
            case elsewhere:
                guard next < foreign.count else { throw ByteReader.damaged }
                parents[row] = foreign[next]
                next &+= 1
            case let distance:
                let parentRow = row &+ Int(NumberCodec.unzigzag(UInt64(bitPattern: distance &- 2)))
                guard spans.indices.contains(parentRow) else { throw ByteReader.damaged }
                parents[row] = spans[parentRow]
            }
        }
        return parents
    }
}
