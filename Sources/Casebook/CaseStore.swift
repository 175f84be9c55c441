import FoundationEssentials
import GRDB
public import Telemetry

/// What whyd knows about what happened: signals, cases, transcripts, evidence, reports, builds, deliveries, verdicts.
///
/// One SQLite file in WAL mode that any number of processes may open. Every method is one transaction, and what a
/// method returned from survives `kill -9` and a power cut (`synchronous=FULL`).
public final class CaseStore: Sendable {
    let pool: DatabasePool
    let now: @Sendable () -> Timestamp

    /// Opens the casebook, creating the file where there is none, and brings an older file up to date.
    ///
    /// - Parameters:
    ///   - path: The SQLite file, such as `whyd.db`; its `-wal` and `-shm` stand beside it.
    ///   - clock: The time leases, retries and `updated_at` columns go by.
    /// - Throws: `CasebookError`: `.newerFile` where a newer whyd wrote it, `.notACasebook`, `.unavailable`.
    public static func open(
        path: String, clock: @escaping @Sendable () -> Timestamp
    ) throws(CasebookError) -> CaseStore {
        do {
            return try CaseStore(path: path, clock: clock)
        } catch {
            throw CasebookError(error)
        }
    }

    /// Closes the file; later calls fail with `.unavailable`.
    public func close() throws(CasebookError) {
        do { try pool.close() } catch { throw CasebookError(error) }
    }

    private init(path: String, clock: @escaping @Sendable () -> Timestamp) throws {
        var configuration = Configuration()
        configuration.label = "casebook"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        now = clock
        try Self.migrate(pool, path: path)
    }

    /// Runs one transaction. A cancelled task does not stop it: an interrupted run still saves what it had.
    func write<Value: Sendable>(
        _ updates: @escaping @Sendable (Database) throws -> Value
    ) async throws(CasebookError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            pool.asyncWrite(updates) { _, result in continuation.resume(returning: result) }
        }
        do { return try result.get() } catch { throw CasebookError(error) }
    }

    /// Reads one snapshot. A cancelled task does not stop it.
    func read<Value: Sendable>(
        _ values: @escaping @Sendable (Database) throws -> Value
    ) async throws(CasebookError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(returning: Result { try values(database.get()) })
            }
        }
        do { return try result.get() } catch { throw CasebookError(error) }
    }
}
