import Detection
import SpanSources
import Telemetry
import TestSupport
import Testing

struct RollingWindowsTests {
    private static let start = Timestamp(seconds: 1_700_000_040)

    /// A request every second from `web` to `store`, and its work; from the third minute on it ends early.
    private func source(seconds: Int) -> InMemorySpanSource {
        var spans: [TestSpan] = []
        for second in 0..<seconds {
            let time = (Self.start + .seconds(second)).seconds * 1000
            let trace = UInt64(second + 1)
            spans.append(TestSpan(trace: trace, id: 1, start: time, duration: 9, service: "web", name: "GET /"))
            spans.append(
                TestSpan(
                    trace: trace, id: 2, parent: 1, start: time + 1, duration: 7, service: "web", name: "call",
                    kind: .client))
            spans.append(
                TestSpan(trace: trace, id: 3, parent: 2, start: time + 2, duration: 4, service: "store", name: "Get"))
            guard second < 120 else { continue }
            spans.append(
                TestSpan(trace: trace, id: 4, parent: 1, start: time + 8.2, duration: 0.5, service: "web", name: "tidy")
            )
        }
        return InMemorySpanSource(spans)
    }

    private func windows(_ reader: WindowReader, atSeconds times: [Int]) async throws -> OperationWindows {
        let rolling = RollingWindows(reader)
        var last: OperationWindows?
        for time in times { last = try await rolling.next(at: Self.start + .seconds(time)) ?? last }
        return try #require(last)
    }

    private func sorted(_ windows: OperationWindows) -> OperationWindows {
        var windows = windows
        windows.operations.sort { ($0.service, $0.operation) < ($1.service, $1.operation) }
        windows.flows.sort { ($0.service, $0.operation, $0.from, $0.to) < ($1.service, $1.operation, $1.from, $1.to) }
        windows.work.sort { ($0.service, $0.operation) < ($1.service, $1.operation) }
        return windows
    }

    @Test func `windows kept between looks are those read at once`() async throws {
        let reader = WindowReader(source: source(seconds: 240), bucketCount: 6)
        let kept = try await windows(reader, atSeconds: [70, 100, 130, 190, 250])
        let fresh = try await windows(reader, atSeconds: [250])
        #expect(sorted(kept) == sorted(fresh))
        #expect(kept.bucketCount == 6 && kept.end == Self.start + .seconds(240))
    }

    @Test func `a call is measured by its gap and own time without its children`() async throws {
        let windows = try await windows(WindowReader(source: source(seconds: 120)), atSeconds: [130])
        let gap = try #require(windows.work.first { $0.caller == "web" })
        #expect(gap.service == "store" && gap.callerOperation == "call")
        let median = try #require(gap.latencies[0].quantile(0.5))
        #expect(abs(median / 3e6 - 1) < 0.09)
        #expect(windows.callees == ["web": ["store"]])
    }

    @Test func `a step that no longer comes keeps its context`() async throws {
        let windows = try await windows(WindowReader(source: source(seconds: 240)), atSeconds: [100, 130, 160, 190])
        let step = try #require(windows.flows.first { $0.service == "web" && $0.to == "tidy" })
        #expect(step.counts == [30, 30, 30, 30, 0, 0])
        #expect(step.contextCounts == [30, 30, 30, 30, 30, 30])
    }

    @Test func `nothing is looked at twice, nor before it has settled`() async throws {
        let rolling = RollingWindows(WindowReader(source: source(seconds: 120), settling: .seconds(10)))
        #expect(try await rolling.next(at: Self.start + .seconds(69))?.bucketCount == 1)
        #expect(try await rolling.next(at: Self.start + .seconds(69)) == nil)
        #expect(try await rolling.next(at: Self.start + .seconds(70))?.bucketCount == 2)
    }
}
