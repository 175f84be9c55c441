import Analysis
import Telemetry
import TestSupport
import Testing

/// `web` calls `orders`; from the fifth minute on every order asks `stock` twenty times instead of twice.
struct ExplanationTests {
    private var window: TimeRange {
        TimeRange(start: Timestamp(seconds: 1_000_000_240), end: Timestamp(seconds: 1_000_000_300))
    }
    private var baseline: TimeRange {
        TimeRange(start: Timestamp(seconds: 1_000_000_000), end: Timestamp(seconds: 1_000_000_240))
    }

    private func telemetry(calls: Int, orderMilliseconds: Double = 80) -> TelemetryBatch {
        var spans: [TestSpan] = []
        for number in 0..<150 {
            let isNow = number >= 120
            let (count, length) = isNow ? (calls, orderMilliseconds) : (2, 80)
            let start = 1_000_000_000_000.0 + Double(number) * 2000
            let trace = UInt64(number + 1)
            let total = length + Double(count) * 3
            spans.append(
                TestSpan(trace: trace, id: 1, start: start, duration: total + 10, service: "web", name: "GET /"))
            spans.append(
                TestSpan(
                    trace: trace, id: 2, parent: 1, start: start + 5, duration: total, service: "orders",
                    name: "POST /orders"))
            for call in 0..<count {
                spans.append(
                    TestSpan(
                        trace: trace, id: UInt64(call + 3), parent: 2, start: start + 6 + Double(call) * 3, duration: 2,
                        service: "stock", name: "SELECT"))
            }
        }
        var batch = TelemetryBatch()
        batch.spans = SpanBatch(spans)
        return batch
    }

    @Test func `calls that multiply are charged to who makes them`() throws {
        let first = try #require(
            Localisation(telemetry(calls: 20), window: window, baseline: baseline).candidates.first)
        #expect(first.service == "orders" && first.faultKind == .moreCalls)
        let evidence = try #require(first.evidence.first { $0.signal == .fanOut })
        #expect(evidence.observed == 20 && evidence.expected == 2)
    }

    @Test func `the spectrum puts first what only abnormal traces go through`() throws {
        var batch = telemetry(calls: 2)
        // Every third request of the window fails, in an operation of its own.
        for row in 0..<batch.spans.count
        where batch.spans.traceIDs[row].low > 120 && batch.spans.traceIDs[row].low % 3 == 0 {
            batch.spans.statuses[row] = .error
            if batch.spans.spanIDs[row] == SpanID(3) {
                if batch.spans.names.code(of: "SELECT archive") == nil {
                    batch.spans.names.dictionary.append("SELECT archive")
                }
                batch.spans.names.codes[row] = batch.spans.names.code(of: "SELECT archive") ?? 0
            }
        }
        let spectrum = TraceSpectrum(batch.spans, window: window, baseline: baseline)
        let first = try #require(spectrum.elements.first)
        #expect(first.what == "operation SELECT archive" && first.score == 1 && first.normal == 0)
        #expect(spectrum.abnormalTraces == 10 && spectrum.normalTraces == 20)
    }

    @Test func `the service that works longer begins first, and the time is told`() throws {
        let onsets = ServiceOnsets(
            telemetry(calls: 2, orderMilliseconds: 400).spans, window: window, baseline: baseline
        ).onsets
        #expect(onsets.map(\.service) == ["orders"])
        #expect(onsets.first?.time == window.start && onsets.first?.measure == "own time")
    }

    @Test func `a callee explains its callers and a caller may inherit`() {
        let reaches = Propagation(ServiceMap(telemetry(calls: 2).spans), deviating: ["orders", "web"]).reaches
        #expect(reaches[0].explains == ["web"] && reaches[0].mayInheritFrom.isEmpty)
        #expect(reaches[1].explains.isEmpty && reaches[1].leavesOpen == ["orders"])
        #expect(reaches[1].mayInheritFrom == ["orders"])
    }

    @Test func `equal scores keep the order in which telemetry shows services, whatever their names`() {
        func names(_ first: String, _ second: String) -> [String] {
            var spans: [TestSpan] = []
            for number in 0..<150 {
                let start = 1_000_000_000_000.0 + Double(number) * 2000
                let duration: Double = number >= 120 ? 300 : 20
                let trace = UInt64(number * 2 + 1)
                spans.append(TestSpan(trace: trace, id: 1, start: start, duration: duration, service: first))
                spans.append(TestSpan(trace: trace + 1, id: 1, start: start, duration: duration, service: second))
            }
            var batch = TelemetryBatch()
            batch.spans = SpanBatch(spans)
            return Localisation(batch, window: window, baseline: baseline).candidates.map(\.service)
        }
        #expect(names("a", "b") == ["a", "b"])
        #expect(names("b", "a") == ["b", "a"])
    }
}
