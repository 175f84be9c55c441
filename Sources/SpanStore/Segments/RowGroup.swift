import SpanSources
import Telemetry

/// Immutable rows of one dataset: a part of the tail in memory, or a sealed segment on disk.
///
/// Queries see only this; where a column comes from is decided in `column`.
final class RowGroup: Sendable {
    let dataset: Dataset
    let rowCount: Int
    /// First and last start (or event) time, nanoseconds.
    let times: ClosedRange<Int64>
    let keys: [ColumnKey]
    /// Columns of each attribute key.
    let attributes: [String: [AttributeColumnIndex]]
    let storage: Storage

    /// One stored column of an attribute key.
    struct AttributeColumnIndex: Sendable {
        var scope: AttributeScope
        var type: ValueType
        var index: Int
    }

    /// Where the columns are.
    enum Storage: Sendable {
        /// In memory; `lastRow` is the newest write-ahead row it holds, `bytes` its encoded size there.
        case tail([ColumnData], lastRow: Int64, bytes: Int)
        case segment(Int64, TraceFilter)
    }

    private let intrinsics: [Int]

    init(dataset: Dataset, rowCount: Int, times: ClosedRange<Int64>, keys: [ColumnKey], storage: Storage) {
        self.dataset = dataset
        self.rowCount = rowCount
        self.times = times
        self.keys = keys
        self.storage = storage
        var attributes: [String: [AttributeColumnIndex]] = [:]
        var intrinsics = [Int](repeating: -1, count: IntrinsicColumn.allCases.count)
        for (index, key) in keys.enumerated() {
            switch key {
            case .intrinsic(let column): intrinsics[Int(column.rawValue)] = index
            case .attribute(let name, let type):
                attributes[name.key, default: []].append(
                    AttributeColumnIndex(scope: name.scope, type: type, index: index))
            }
        }
        self.attributes = attributes
        self.intrinsics = intrinsics
    }

    /// A part of the tail.
    convenience init(dataset: Dataset, table: ColumnTable, lastRow: Int64, bytes: Int) {
        self.init(
            dataset: dataset, rowCount: table.rowCount, times: table.timeBounds, keys: table.keys,
            storage: .tail(table.columns.map { ColumnData($0) }, lastRow: lastRow, bytes: bytes))
    }

    /// Where an intrinsic column stands; nil where this group has none.
    func index(_ column: IntrinsicColumn) -> Int? {
        let index = intrinsics[Int(column.rawValue)]
        return index < 0 ? nil : index
    }

    /// A column by its place in `keys`.
    func column(_ index: Int, _ reader: ChunkReader, worker: Int) throws(SpanStoreError) -> ColumnData {
        switch storage {
        case .tail(let columns, _, _): return columns[index]
        case .segment(let id, _):
            return try reader.column(Self.chunk(id, index), rowCount: rowCount, worker: worker) {
                () throws(SpanStoreError) in
                guard let spans = self.index(.span), spans != index,
                    case .identifiers(let values) = try column(spans, reader, worker: worker).column
                else { throw ByteReader.damaged }
                return values
            }
        }
    }

    /// The codes of a coded column by its place in `keys`; nil for a part of the tail, which has them decoded.
    func codes(_ index: Int, _ reader: ChunkReader, worker: Int) throws(SpanStoreError) -> PackedCodes? {
        guard case .segment(let id, _) = storage else { return nil }
        return try reader.codes(Self.chunk(id, index), rowCount: rowCount, worker: worker)
    }

    private static func chunk(_ segment: Int64, _ index: Int) -> Int64 { segment << 16 | Int64(index) }

    /// The group in one piece, with the columns whose key is wanted.
    func table(
        _ reader: ChunkReader, worker: Int, where isWanted: (ColumnKey) -> Bool
    ) throws(SpanStoreError) -> ColumnTable {
        var table = ColumnTable(rowCount: rowCount)
        for (index, key) in keys.enumerated() where isWanted(key) {
            table.append(key, try column(index, reader, worker: worker).column)
        }
        return table
    }
}

extension ColumnTable {
    /// First and last time of the rows.
    var timeBounds: ClosedRange<Int64> {
        let times = numbers(.time)
        guard let first = times.first else { return 0...0 }
        var low = first
        var high = first
        for time in times {
            low = min(low, time)
            high = max(high, time)
        }
        return low...high
    }
}
