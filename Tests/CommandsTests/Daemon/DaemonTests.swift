import Casebook
import Foundation
import Investigation
import JSONValues
import Logging
import OTLP
import OutboundHTTP
import SpanSources
import SpanStore
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// The daemon as it is wired, in this process: telemetry and a signal in by its ports, a report out of its casebook.
@Suite(.timeLimit(.minutes(2)))
struct DaemonTests {
    private let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    private let client = HTTPClient()

    /// What the daemon tells of itself.
    private enum News: Sendable {
        case listening(DaemonPort, Int)
        case reported(Report)
    }

    private func configuration() throws -> Configuration {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let file = directory.appending(path: "whyd.yaml")
        try QuietHouse.configuration(data: directory.path + "/data").write(to: file, atomically: true, encoding: .utf8)
        return try Configuration.load(path: file.path)
    }

    /// Runs a daemon while the body works, and stops it as a cancelled task.
    private func withDaemon(
        _ parts: HouseParts, _ body: (inout AsyncStream<News>.AsyncIterator) async throws -> Void
    ) async throws {
        let (news, continuation) = AsyncStream.makeStream(of: News.self)
        let daemon = Daemon(
            parts: parts, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onEvent: { _, event in if case .reported(let report) = event { continuation.yield(.reported(report)) } },
            onListening: { continuation.yield(.listening($0, $1)) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                do { try await daemon.run(stoppedBy: []) } catch is CancellationError {}
            }
            var iterator = news.makeAsyncIterator()
            try await body(&iterator)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func send(_ url: String, _ type: String, _ body: [UInt8]) async throws -> HTTPResponse {
        try await client.send(HTTPRequest(.post, url, headers: ["Content-Type": type], body: body))
    }

    @Test func `spans and a signal come in, a report is in the casebook, and the daemon ends`() async throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let now = WallClock.now()
        let spans = (1...40).map { number in
            TestSpan(
                trace: UInt64(number), id: UInt64(number), start: Double(now.nanoseconds) / 1e6 - 5000,
                duration: 12, service: "shop", name: "GET /cart", status: number % 4 == 0 ? .error : .unset)
        }
        var batch = TelemetryBatch()
        batch.spans = SpanBatch(spans)
        let parts = try await HouseParts.owning(try configuration())
        try await withDaemon(parts) { news in
            var ports: [DaemonPort: Int] = [:]
            while ports.count < 3, case .listening(let port, let number) = await news.next() { ports[port] = number }
            let otlp = try #require(ports[.otlpHTTP])
            let web = try #require(ports[.web])
            let taken = try await send(
                "http://127.0.0.1:\(otlp)/v1/traces", "application/x-protobuf", OTLPEncoder.traces(batch).body)
            #expect(taken.status == 200)
            let alert: JSONValue = [
                "type": "alert", "data": ["title": "shop fails", "key": "shop-1", "service": "shop"],
            ]
            let filed = try await send(
                "http://127.0.0.1:\(web)/v1/signals/generic", "application/json", Array(alert.text.utf8))
            #expect(filed.status == 202)
            guard case .reported(let report) = await news.next() else {
                Issue.record("the daemon ended without a report")
                return
            }
            #expect(report.making.models == ["rulebook/1"])
            let kept = try await parts.casebook.reports(limit: 10)
            #expect(kept.map(\.title) == [report.title])
        }
        let store = try SpanStore.openReadOnly(path: directory.path + "/data/spans.db")
        let count = try await store.run(SpanQuery(range: .all, filter: .service("shop"), aggregates: [.count]))
        #expect(count.number("count", row: 0) == 40)
        await store.close()
    }
}
