import Foundation
import OTLP
import SpanSources
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import SpanStore

struct StoreDurabilityTests {
    private static func count(_ store: SpanStore) async throws -> ResultValues? {
        try await store.run(SpanQuery(range: .all, aggregates: [.count]))["count"]?.values
    }

    @Test func `a resent span is not counted twice, also after reopening`() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let request = SampleTelemetry.request([SampleSpan(span: 1), SampleSpan(span: 2), SampleSpan(span: 2)])
        #expect(try await store.append(request).acceptedRows == 3)
        #expect(try await store.append(request).acceptedRows == 3)
        #expect(try await Self.count(store) == .integers([2]))
        #expect(await store.statistics().duplicates == 4)
        await store.close()
        #expect(try await Self.count(SpanStore.openReadOnly(path: temporary.path)) == .integers([2]))
        let reopened = try temporary.open()
        _ = try await reopened.append(SampleTelemetry.request([SampleSpan(span: 2), SampleSpan(span: 3)]))
        #expect(try await Self.count(reopened) == .integers([3]))
    }

    @Test func `a resent log request is stored once, after reopening and in an older file too`() async throws {
        let temporary = try TemporaryStore()
        func append(_ body: String) async throws -> ResultValues? {
            let store = try temporary.open()
            let record = TestEvent(trace: 1, span: 1, time: 5, source: .log, body: body)
            #expect(try await store.append(OTLPEncoder.logs(EventBatch([record]))).acceptedRows == 1)
            let count = try await store.run(SpanQuery(dataset: .events, range: .all, aggregates: [.count]))["count"]
            await store.close()
            return count?.values
        }
        #expect(try await append("one") == .integers([1]))
        #expect(try await append("one") == .integers([1]))
        try SQLiteConnection(path: temporary.path, readOnly: false).execute(
            "DROP TABLE log_request; PRAGMA user_version = 1")
        #expect(try await append("two") == .integers([2]))
        #expect(try await append("two") == .integers([2]))
    }

    @Test func `a second writer is refused while the first one lives`() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        #expect(throws: SpanStoreError.self) { try temporary.open() }
        await store.close()
        await (try temporary.open()).close()
    }

    @Test func `requests sent side by side all arrive`() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open(StoreConfiguration(retention: nil, segmentRows: 100))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    let spans = (0..<10).map { SampleSpan(trace: UInt64(index + 1), span: UInt64(index * 10 + $0 + 1)) }
                    _ = try await store.append(SampleTelemetry.request(spans))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await Self.count(store) == .integers([600]))
        // Segments are made in the background; this waits for those that are due.
        try await store.maintain()
        #expect(await store.statistics().segments >= 5)
        #expect(try await Self.count(store) == .integers([600]))
    }

    @Test func `sampled spans count as often as they stand for`() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        _ = try await store.append(
            SampleTelemetry.request([SampleSpan(span: 1, weight: 4), SampleSpan(span: 2, status: .error)]))
        let table = try await store.run(
            SpanQuery(range: .all, aggregates: [.count, .share(.isError, named: "errors")]))
        #expect(table["count"]?.values == .integers([5]))
        #expect(table["errors"]?.values == .doubles([0.2]))
    }

    @Test func `old segments go, new ones stay`() async throws {
        let temporary = try TemporaryStore()
        let now = Mutex(Timestamp(nanoseconds: 0))
        let store = try temporary.open(
            StoreConfiguration(retention: .seconds(100), sealAfter: .seconds(10)), now: { now.withLock { $0 } })
        _ = try await store.append(SampleTelemetry.request([SampleSpan(span: 1, start: 0)]))
        now.withLock { $0 = Timestamp(nanoseconds: 50_000_000_000) }
        try await store.maintain()
        #expect(await store.statistics().segments == 1)
        _ = try await store.append(SampleTelemetry.request([SampleSpan(span: 2, start: 50_000_000_000)]))
        now.withLock { $0 = Timestamp(nanoseconds: 120_000_000_000) }
        try await store.maintain()
        #expect(try await Self.count(store) == .integers([1]))
        #expect(await store.statistics().retiredRows == 1)
    }

    @Test func `the mark of arrivals changes with every request and only then`() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        let before = try await store.arrivals()
        _ = try await store.append(SampleTelemetry.request([SampleSpan(span: 1)]))
        let after = try await store.arrivals()
        #expect(before != nil && after != before)
        try await store.maintain()
        _ = try await Self.count(store)
        #expect(try await store.arrivals() == after)
        await store.close()
    }

    @Test func `a closed store refuses`() async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        await store.close()
        await #expect(throws: ExportRefusal.self) {
            try await store.append(SampleTelemetry.request([SampleSpan(span: 1)]))
        }
        await #expect(throws: SpanSourceError.self) { try await store.coverage() }
    }
}
