import Synchronization

/// Which numbered spans were sent and what became of them.
final class SpanLedger: Sendable {
    private let state = Mutex(State())

    private struct State {
        var next: UInt64 = 1
        var acknowledged: [Range<UInt64>] = []
        /// Sent without an answer: there or not, and to be sent again.
        var uncertain: [Range<UInt64>] = []
    }

    /// The numbers given out.
    var last: UInt64 { state.withLock { $0.next - 1 } }
    var uncertain: [Range<UInt64>] { state.withLock(\.uncertain) }

    /// Numbers nobody has sent.
    func take(_ count: UInt64) -> Range<UInt64> {
        state.withLock { state in
            defer { state.next += count }
            return state.next..<state.next + count
        }
    }

    /// Notes what became of a request for these numbers.
    func note(_ numbers: Range<UInt64>, isAcknowledged: Bool) {
        state.withLock { state in
            state.uncertain.removeAll { $0 == numbers }
            if isAcknowledged { state.acknowledged.append(numbers) } else { state.uncertain.append(numbers) }
        }
    }

    /// Acknowledged requests of lately, picked by chance.
    func someAcknowledged(_ count: Int, _ chance: inout Chance) -> [Range<UInt64>] {
        let recent = state.withLock { Array($0.acknowledged.suffix(500)) }
        return recent.isEmpty ? [] : (0..<count).compactMap { _ in recent.randomElement(using: &chance) }
    }
}
