import Foundation
import OutboundHTTP
import OTLP
import SpanSources
import SpanStore
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// Spans of commands that do not own the span store.
struct BorrowedSinkTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    private var request: ExportRequest {
        var batch = TelemetryBatch()
        batch.spans = SpanBatch([TestSpan(trace: 1, id: 1, start: 1000, duration: 5, service: "whyd", name: "ask")])
        return OTLPEncoder.traces(batch)
    }

    private func sink(port: Int) throws -> BorrowedSink {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let file = directory.appending(path: "whyd.yaml")
        try "data: \(directory.path)\nlisten:\n  otlp_http: \(port)\n".write(
            to: file, atomically: true, encoding: .utf8)
        return BorrowedSink(configuration: try Configuration.load(path: file.path), client: HTTPClient())
    }

    @Test func `a store that nobody has takes them, once however often they come`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let sink = try sink(port: 1)
        for _ in 0..<2 { #expect(try await sink.append(request).acceptedRows == 1) }
        let store = try SpanStore.openReadOnly(path: directory.path + "/spans.db")
        #expect(try await store.run(SpanQuery(range: .all, aggregates: [.count])).number("count", row: 0) == 1)
        await store.close()
    }

    @Test func `while a daemon has the store, its receiver takes them`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let receiver = try LoopbackServer { _ in .response() }
        defer { receiver.stop() }
        let port = try #require(URL(string: receiver.url)?.port)
        let sink = try sink(port: port)
        let store = try SpanStore.open(path: directory.path + "/spans.db", clock: WallClock.now)
        _ = try await sink.append(request)
        await store.close()
        #expect(receiver.requests.map(\.target) == ["/v1/traces"])
        #expect(receiver.requests.first?.body == request.body)
    }

    @Test func `where neither is there, it says so`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let sink = try sink(port: 1)
        let store = try SpanStore.open(path: directory.path + "/spans.db", clock: WallClock.now)
        await #expect(throws: ExportRefusal.self) { try await sink.append(request) }
        await store.close()
    }
}
