import Foundation
import SpanSources
import Telemetry
import Testing

@testable import SpanStore

/// Files and disks that are not as the store left them.
struct StoreFileTests {
    /// A closed store of a few hundred spans, sealed.
    private static func filled() async throws -> TemporaryStore {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        _ = try await store.append(SampleTelemetry.request((1...400).map { SampleSpan(span: UInt64($0)) }))
        try await store.seal()
        await store.close()
        return temporary
    }

    private static func refusal(_ temporary: TemporaryStore) -> SpanStoreError? {
        #expect(throws: SpanStoreError.self) { try SpanStore.openReadOnly(path: temporary.path) }
        return #expect(throws: SpanStoreError.self) { try temporary.open() }
    }

    @Test func `a newer whyd's file is refused, naming both versions, and left alone`() async throws {
        let temporary = try await Self.filled()
        try SQLiteConnection(path: temporary.path, readOnly: false).execute("PRAGMA user_version = 99")
        let before = try Data(contentsOf: URL(filePath: temporary.path))
        let error = Self.refusal(temporary)
        #expect(error?.code == .newerFile)
        #expect(error?.message.contains("layout 99, this one knows \(Schema.version)") == true)
        #expect(error?.message.contains(temporary.path) == true)
        #expect(try Data(contentsOf: URL(filePath: temporary.path)) == before)
    }

    @Test func `a file that is no span store is refused with its path and left alone`() async throws {
        let temporary = try TemporaryStore()
        let poem = Data("this is not a database, it is a poem, and a long one".utf8)
        try poem.write(to: URL(filePath: temporary.path))
        let error = Self.refusal(temporary)
        #expect(error?.code == .damaged && error?.message.contains(temporary.path) == true)
        #expect(try Data(contentsOf: URL(filePath: temporary.path)) == poem)

        let other = try TemporaryStore()
        try SQLiteConnection(path: other.path, readOnly: false).execute("CREATE TABLE other(x)")
        #expect(Self.refusal(other)?.code == .damaged)
    }

    @Test(arguments: 1..<12) func `bytes spoilt anywhere are noticed, never a crash or a wrong count`(
        _ place: Int
    ) async throws {
        let temporary = try await Self.filled()
        let file = try FileHandle(forUpdating: URL(filePath: temporary.path))
        let size = try file.seekToEnd()
        try file.seek(toOffset: size * UInt64(place) / 12)
        try file.write(contentsOf: Data((0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 131 + place) }))
        try file.close()
        do {
            let store = try temporary.open()
            let count = try await store.run(SpanQuery(range: .all, aggregates: [.count])).number("count", row: 0)
            #expect(count == 400)
            _ = try await store.fields(FieldDiscovery(range: .all))
            await store.close()
        } catch {
            #expect(error is SpanStoreError || error is SpanSourceError)
        }
    }

    @Test func `a directory that cannot be written is said with the way out`() {
        let error = #expect(throws: SpanStoreError.self) {
            try SpanStore.open(path: "/proc/whyd/spans.db") { Timestamp(nanoseconds: 0) }
        }
        #expect(error?.code == .cannotOpen && error?.hint != nil)
    }

    @Test func `a full disk refuses, loses nothing, and is survived`() async throws {
        let temporary = try TemporaryStore()
        let configuration = StoreConfiguration(retention: nil)
        let recovered = try RecoveredStore(path: temporary.path, configuration)
        let published = PublishedSnapshot(recovered.snapshot)
        let writer = StoreWriter(recovered, configuration: configuration, published: published) {
            Timestamp(nanoseconds: 0)
        }
        func submit(_ spans: ClosedRange<Int>) async throws -> Result<ExportReceipt, ExportRefusal> {
            await writer.submit(
                try PreparedExport(SampleTelemetry.request(spans.map { SampleSpan(span: UInt64($0)) }), key: 0))
        }
        _ = try await submit(1...10).get()
        // SQLite itself then answers as it does on a full disk; 1 means no page more than there are.
        try await writer.limitPages(to: 1)
        for _ in 0..<3 {
            guard case .failure(.overloaded(let why, let seconds)) = try await submit(1000...9000) else {
                Issue.record("a request larger than the disk was taken")
                return
            }
            #expect(why.contains("full") && seconds >= 5)
        }
        #expect(try published.read().spans.reduce(0) { $0 + $1.rowCount } == 10)
        try await writer.limitPages(to: 1_000_000)
        #expect(try await submit(1000...9000).get().acceptedRows == 8001)
        await writer.close()
        let store = try SpanStore.openReadOnly(path: temporary.path)
        #expect(try await store.run(SpanQuery(range: .all, aggregates: [.count])).number("count", row: 0) == 8011)
    }

    @Test func `a full queue refuses until there is room, but one request always fits`() {
        let budget = QueueBudget(limit: 100)
        #expect(budget.take(1000))
        #expect(!budget.take(1))
        budget.give(1000)
        #expect(budget.take(60) && budget.take(40) && !budget.take(1))
        budget.give(40)
        #expect(budget.take(30))
    }
}

extension StoreWriter {
    fileprivate func limitPages(to count: Int) throws(SpanStoreError) {
        try connection?.execute("PRAGMA max_page_count = \(count)")
    }
}
