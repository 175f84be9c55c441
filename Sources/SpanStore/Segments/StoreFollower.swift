import SpanSources
import Synchronization
import Telemetry

/// Reads a store that another process writes, and keeps up with it.
final class StoreFollower: Sendable {
    private let segmentRows: Int
    private let state: Mutex<State>

    private struct State {
        var connection: SQLiteConnection?
        var dataVersion: Int64 = -1
        var catalogue = StoreCatalogue()
        var snapshot = StoreSnapshot()
    }

    init(path: String, segmentRows: Int) throws(SpanStoreError) {
        self.segmentRows = segmentRows
        let connection = try SQLiteConnection(path: path, readOnly: true)
        try Schema.check(connection)
        state = Mutex(State(connection: connection))
    }

    /// What was committed when this was called.
    func snapshot() throws(SpanStoreError) -> StoreSnapshot {
        try state.withLock { (state) throws(SpanStoreError) in
            guard let connection = state.connection else {
                throw SpanStoreError(.closed, "the span store is closed")
            }
            // SQLite changes this number whenever another connection has committed.
            let dataVersion = try connection.integer("PRAGMA data_version")
            guard dataVersion != state.dataVersion else { return state.snapshot }
            try state.catalogue.refresh(connection)
            for dataset in [Dataset.spans, .events] {
                state.snapshot[dataset] =
                    state.catalogue.sealed(dataset) + state.catalogue.tail(dataset, segmentRows: segmentRows)
            }
            state.dataVersion = dataVersion
            return state.snapshot
        }
    }

    func close() { state.withLock { $0.connection = nil } }
}
