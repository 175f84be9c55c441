import SpanSources
import Synchronization
import Telemetry

/// The numberings of all fields that were compared, dropped all at once where they take too much memory.
final class FieldNumberings: Sendable {
    /// Bytes that may be kept.
    private let limit: Int
    private let fields = Mutex<[Key: FieldNumbering]>([:])
    private let oldest = Mutex<Int64>(.min)

    /// More values of a field than this are not worth keeping.
    private static let valueLimit = 1 << 18

    private struct Key: Hashable {
        var dataset: Dataset
        var field: Field
    }

    init(limit: Int) { self.limit = limit }

    /// Drops what is known of dropped segments, and everything where it became too much.
    func forget(segmentsBefore segment: Int64) {
        let isNew = oldest.withLock { oldest in
            defer { oldest = max(oldest, segment) }
            return segment > oldest
        }
        fields.withLock { fields in
            if isNew { for field in fields.values { field.forget(segmentsBefore: segment) } }
            if fields.values.reduce(0, { $0 + $1.bytes }) > limit { fields = [:] }
        }
    }

    /// Numbers a field's values in some groups; for a field of too many values, from scratch.
    func numbers(
        _ field: Field, _ dataset: Dataset, _ groups: [(segment: Int64?, isWhole: Bool)],
        _ data: (Int) throws(SpanStoreError) -> ColumnData?
    ) throws(SpanStoreError) -> NumberedField {
        let numbering = fields.withLock { fields in
            let key = Key(dataset: dataset, field: field)
            let numbering = fields[key] ?? FieldNumbering(limit: Self.valueLimit)
            fields[key] = numbering
            return numbering
        }
        if let known = try numbering.numbers(groups, data) { return known }
        return try FieldNumbering(limit: .max).numbers(groups, data)
            ?? NumberedField(values: FieldValues(), maps: groups.map { _ in [] }, totals: [0])
    }
}
