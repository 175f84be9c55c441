import Telemetry

/// Rows that were found, by group, and the order they were asked for in.
struct FoundRows: Sendable {
    /// One for each group that has rows.
    private(set) var parts: [Part] = []
    /// Which of the parts' rows, end to end, comes first, second and so on; nil where they stand in order.
    private(set) var order: [Int]?

    /// The rows of one group, in the order they were asked for in.
    struct Part: Sendable {
        var group: RowGroup
        var rows: [Int]
    }

    /// - Parameter candidates: The rows in order; their groups are places in `groups`.
    init(_ candidates: [FirstRows.Candidate], _ groups: [RowGroup]) {
        var numbers: [Int32: Int] = [:]
        var partOfRow: [Int] = []
        partOfRow.reserveCapacity(candidates.count)
        var (last, lastPart) = (Int32(-1), 0)
        for candidate in candidates {
            if candidate.group != last {
                last = candidate.group
                if let known = numbers[last] {
                    lastPart = known
                } else {
                    lastPart = parts.count
                    numbers[last] = lastPart
                    parts.append(Part(group: groups[Int(last)], rows: []))
                }
            }
            parts[lastPart].rows.append(Int(candidate.row))
            partOfRow.append(lastPart)
        }
        guard zip(partOfRow, partOfRow.dropFirst()).contains(where: { $0 > $1 }) else { return }
        var next = [Int](repeating: 0, count: parts.count)
        for part in parts.indices.dropLast() { next[part + 1] = next[part] + parts[part].rows.count }
        order = partOfRow.map { part in
            defer { next[part] += 1 }
            return next[part]
        }
    }
}
