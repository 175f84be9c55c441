import Synchronization

/// Bytes of requests that are on their way to the disk; full means "come back later".
final class QueueBudget: Sendable {
    private let limit: Int
    private let used = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Takes bytes; false where they do not fit. One request always fits into an empty queue.
    func take(_ bytes: Int) -> Bool {
        let before = used.add(bytes, ordering: .relaxed).oldValue
        if before == 0 || before + bytes <= limit { return true }
        give(bytes)
        return false
    }

    /// Whether nothing is on its way.
    var isEmpty: Bool { used.load(ordering: .relaxed) == 0 }

    func give(_ bytes: Int) { used.subtract(bytes, ordering: .relaxed) }
}
