/// The first rows of an order among all that are offered, at most so many.
struct FirstRows: Sendable {
    /// A row that was found, and what it is sorted by.
    struct Candidate: Sendable, Comparable {
        /// Smaller comes first.
        var key: Int64
        var group: Int32
        var row: UInt16

        static func < (left: Candidate, right: Candidate) -> Bool {
            if left.key != right.key { return left.key < right.key }
            return left.group != right.group ? left.group < right.group : left.row < right.row
        }
    }

    private let limit: Int
    /// A heap with the last of the first rows on top, once there are as many as may be; no order before.
    private var kept: [Candidate] = []

    init(limit: Int) { self.limit = max(0, limit) }

    /// Keys past this one can add nothing; nil while any can.
    var bound: Int64? { kept.count < limit ? nil : kept.first?.key ?? .min }

    mutating func offer(_ candidate: Candidate) {
        if kept.count < limit {
            kept.append(candidate)
            if kept.count == limit { for place in (0..<(limit / 2)).reversed() { sink(from: place) } }
        } else if let last = kept.first, candidate < last {
            kept[0] = candidate
            sink(from: 0)
        }
    }

    /// Takes the rows of another in.
    mutating func merge(_ other: FirstRows) { for candidate in other.kept { offer(candidate) } }

    /// The rows in any order; those of one group stand together where there is no limit.
    var unsorted: [Candidate] { kept }

    /// The rows in order.
    var sorted: [Candidate] { kept.sorted() }

    private mutating func sink(from start: Int) {
        var place = start
        while true {
            var last = place
            for child in [2 * place + 1, 2 * place + 2] where child < kept.count && kept[last] < kept[child] {
                last = child
            }
            guard last != place else { return }
            kept.swapAt(place, last)
            place = last
        }
    }
}
