import Foundation
import SpanSources
import SpanStore
import Telemetry

/// A store in a directory of its own, removed with it.
final class TemporaryStore {
    let directory: URL
    var path: String { directory.appendingPathComponent("spans.db").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("spanstore-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func open(
        _ configuration: StoreConfiguration = StoreConfiguration(retention: nil),
        now: @escaping @Sendable () -> Timestamp = { Timestamp(nanoseconds: 0) }
    ) throws -> SpanStore {
        try SpanStore.open(path: path, configuration: configuration, clock: now)
    }
}
