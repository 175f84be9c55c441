import Synchronization

/// What the receivers did since the start, for `/metrics` and the page.
public final class ReceiverCounters: Sendable {
    /// One service over one transport.
    struct Key: Hashable, Comparable {
        var transport: String
        var service: String

        static func < (left: Key, right: Key) -> Bool {
            (left.transport, left.service) < (right.transport, right.service)
        }
    }

    /// Counts since the start.
    struct Counts: Equatable {
        var requests = 0
        var bytes = 0
        var acceptedRows = 0
        var rejectedRows = 0
        var refused: [String: Int] = [:]
    }

    private let counts = Mutex<[Key: Counts]>([:])

    /// Makes counters at zero.
    public init() {}

    func update(_ key: Key, _ change: (inout Counts) -> Void) {
        counts.withLock { change(&$0[key, default: Counts()]) }
    }

    /// The counts of every service that was called, in a stable order.
    func snapshot() -> [(Key, Counts)] {
        counts.withLock { counts in counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
