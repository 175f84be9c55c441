import Foundation
import SpanStore
import Telemetry

/// A store that lives as long as one case.
enum ScratchStore {
    /// Opens a store in the scratch directory, hands it over and removes it afterwards.
    static func with<Value>(
        _ scratch: URL, _ work: (SpanStore) async throws -> Value
    ) async throws -> Value {
        let folder = scratch.appending(path: "eval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store: SpanStore
        do {
            // The replayed time lies in the past; nothing is retained away.
            store = try SpanStore.open(
                path: folder.appending(path: "spans.db").path, configuration: StoreConfiguration(retention: nil)
            ) { NezhaReplay.start }
        } catch {
            throw EvaluationError(.store, "the store of a case cannot be opened: \(error)")
        }
        do {
            let value = try await work(store)
            await store.close()
            return value
        } catch {
            await store.close()
            throw error
        }
    }
}
