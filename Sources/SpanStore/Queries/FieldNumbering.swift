import SpanSources
import Synchronization
import Telemetry

/// One number for each value of a field, the same in every segment, kept from comparison to comparison.
///
/// With it a segment's dictionary is looked up once, and after that counting a row is two array accesses.
final class FieldNumbering: Sendable {
    private let state = Mutex(State())
    /// A field of more values than this is numbered anew for each comparison.
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    private struct State {
        var values = FieldValues()
        /// By segment: for each code of its dictionary 1 + the value's number; 0 for no value.
        var maps: [Int64: [UInt32]] = [:]
        /// Rows by number (counted from 1) over all of some segments.
        var totals: (segments: Set<Int64>, rows: [Int32])?
        var bytes: Int { values.bytes + maps.values.reduce(0) { $0 + $1.count * 4 } + (totals?.rows.count ?? 0) * 4 }
    }

    /// About how many bytes of memory it takes.
    var bytes: Int { state.withLock { $0.bytes } }

    /// Forgets what is known of segments older than one.
    func forget(segmentsBefore oldest: Int64) {
        state.withLock { $0.maps = $0.maps.filter { $0.key >= oldest } }
    }

    /// Numbers the values of some groups' columns; nil where there are too many values to keep.
    ///
    /// - Parameters:
    ///   - groups: Which groups, and whether each belongs wholly to the comparison.
    ///   - data: A group's column; called only for groups that are not known yet.
    func numbers(
        _ groups: [(segment: Int64?, isWhole: Bool)], _ data: (Int) throws(SpanStoreError) -> ColumnData?
    ) throws(SpanStoreError) -> NumberedField? {
        try state.withLock { (state) throws(SpanStoreError) in
            var maps: [[UInt32]] = []
            for (index, group) in groups.enumerated() {
                if let segment = group.segment, let known = state.maps[segment] {
                    maps.append(known)
                    continue
                }
                let map = try data(index).map { state.values.numbers($0) } ?? []
                if let segment = group.segment { state.maps[segment] = map }
                maps.append(map)
                guard state.values.count <= limit else {
                    state = State()
                    return nil
                }
            }
            let totals = try Self.totals(groups, maps, &state, data)
            return NumberedField(values: state.values.ordered(), maps: maps, totals: totals)
        }
    }

    /// Rows by number over all whole groups; those of the segments are kept for the next comparison, which adds what
    /// was sealed meanwhile.
    private static func totals(
        _ groups: [(segment: Int64?, isWhole: Bool)], _ maps: [[UInt32]], _ state: inout State,
        _ data: (Int) throws(SpanStoreError) -> ColumnData?
    ) throws(SpanStoreError) -> [Int32] {
        let segments = Set(groups.lazy.filter(\.isWhole).compactMap(\.segment))
        let known = state.totals.flatMap { $0.segments.isSubset(of: segments) ? $0 : nil } ?? (segments: [], rows: [])
        var rows = known.rows
        for (index, group) in groups.enumerated() where group.isWhole {
            guard let segment = group.segment, !known.segments.contains(segment) else { continue }
            try add(data(index), maps[index], state.values.count, &rows)
        }
        state.totals = (segments, rows)
        for (index, group) in groups.enumerated() where group.isWhole && group.segment == nil {
            try add(data(index), maps[index], state.values.count, &rows)
        }
        rows.extend(to: state.values.count + 1, with: 0)
        return rows
    }

    private static func add(_ data: ColumnData?, _ map: [UInt32], _ count: Int, _ rows: inout [Int32]) {
        guard let data else { return }
        rows.extend(to: count + 1, with: 0)
        let counts = data.counts()
        rows.withUnsafeMutableBufferPointer { rows in
            for code in 1..<max(1, counts.count) { rows[Int(map[code])] &+= Int32(truncatingIfNeeded: counts[code]) }
        }
    }
}

/// What a comparison needs to count one field.
struct NumberedField: Sendable {
    let values: FieldValues
    /// By group: for each code 1 + the value's number; empty where the group lacks the field.
    let maps: [[UInt32]]
    /// Rows by number (counted from 1) over all whole groups.
    let totals: [Int32]
}
