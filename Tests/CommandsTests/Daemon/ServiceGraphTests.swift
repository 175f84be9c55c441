import Logging
import SpanSources
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Commands

struct ServiceGraphTests {
    @Test func `what is known serves a minute, a service nobody knows is looked for at once`() async {
        let time = Mutex(0)
        let graph = ServiceGraph(
            source: InMemorySpanSource(call(1, "web", "cart", at: -1) + call(2, "new", "cart", at: 3)), filter: .all,
            now: { Timestamp(seconds: start + Double(time.withLock { $0 })) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        func callers(_ seconds: Int, _ service: String) async -> Set<String>? {
            time.withLock { $0 = seconds }
            return await graph.neighbours(around: [service])["cart"]
        }
        #expect(await callers(0, "web") == ["web"])
        #expect(await callers(10, "web") == ["web"])
        #expect(await callers(11, "new") == ["web", "new"])
    }

    @Test func `what was known stays where no spans come any more`() async {
        let time = Mutex(0)
        let graph = ServiceGraph(
            source: InMemorySpanSource(call(1, "web", "cart", at: -1)), filter: .all,
            now: { Timestamp(seconds: start + Double(time.withLock { $0 })) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        _ = await graph.neighbours(around: ["web"])
        time.withLock { $0 = 3600 }
        #expect(await graph.neighbours(around: ["web"]) == ["web": ["cart"], "cart": ["web"]])
    }

    private let start = 1_700_000_000.0

    /// One call from a service to another, some seconds after the start.
    private func call(_ trace: UInt64, _ caller: String, _ callee: String, at seconds: Double) -> [TestSpan] {
        let at = (start + seconds) * 1000
        return [
            TestSpan(trace: trace, id: trace * 10, start: at, duration: 5, service: caller, name: "GET /"),
            TestSpan(
                trace: trace, id: trace * 10 + 1, parent: trace * 10, start: at, duration: 2, service: callee,
                name: "GET /cart"),
        ]
    }
}
