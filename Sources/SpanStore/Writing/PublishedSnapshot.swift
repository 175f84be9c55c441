import SpanSources
import Synchronization

/// The newest snapshot; the writer replaces it, queries take it.
final class PublishedSnapshot: Sendable {
    private let state: Mutex<State>

    private struct State {
        var snapshot: StoreSnapshot
        var isClosed = false
        var replacements: UInt64 = 0
    }

    init(_ snapshot: StoreSnapshot) { state = Mutex(State(snapshot: snapshot)) }

    /// What there is now.
    func read() throws(SpanSourceError) -> StoreSnapshot {
        guard let snapshot = state.withLock({ $0.isClosed ? nil : $0.snapshot }) else {
            throw SpanSourceError(.backend, "the span store is closed")
        }
        return snapshot
    }

    func replace(_ snapshot: StoreSnapshot) {
        state.withLock {
            $0.snapshot = snapshot
            $0.replacements += 1
        }
    }

    /// How often the snapshot was replaced.
    var replacements: UInt64 { state.withLock { $0.replacements } }

    func close() {
        state.withLock {
            $0.snapshot = StoreSnapshot()
            $0.isClosed = true
        }
    }
}
