import Detection
import SpanSources
import Telemetry
import TestSupport
import Testing

/// That an error page is reached is a fault, that it no longer is, a recovery.
struct ErrorStepsTests {
    /// Forty spans a bucket that go from their controller to a step or to their end; some of both fail.
    private struct Spans {
        var step = "Pages.sorry"
        /// How many go on to the step before and now.
        var steps = (before: 40, now: 0)
        /// How many of those failed.
        var stepFailures = (before: 0, now: 0)
        var endFailures = (before: 0, now: 0)

        var windows: OperationWindows {
            func flow(_ to: String, _ counts: (Int, Int), _ failures: (Int, Int)) -> FlowSeries {
                func spread(_ pair: (Int, Int)) -> [Int] { (0..<12).map { $0 < 10 ? pair.0 : pair.1 } }
                return FlowSeries(
                    service: "orders", operation: "POST /orders", from: "Orders.create", to: to,
                    counts: spread(counts), contextCounts: Array(repeating: 40, count: 12),
                    failureCounts: spread(failures))
            }
            return OperationWindows(
                start: Timestamp(seconds: 1_000_000_020), bucket: .seconds(30), bucketCount: 12, windowBuckets: 2,
                flows: [
                    flow(step, steps, stepFailures),
                    flow("the end", (40 - steps.before, 40 - steps.now), endFailures),
                ])
        }

        var found: [String] { FlowDetector().screen(windows).findings.map(\.explanation) }
    }

    @Test func `an error page that is no longer reached is a recovery`() {
        #expect(Spans(stepFailures: (40, 0)).found == [])
    }

    @Test func `a page of spans that do not fail which is no longer reached is a fault`() {
        #expect(
            Spans().found == [
                "In orders POST /orders, Orders.create is followed by Pages.sorry in 0 % of 80 cases, 100 % before.",
                "orders POST /orders ends after Orders.create in 100 % of 80 cases, 0 % before.",
            ])
    }

    @Test func `a step of spans that fail with it and without it is no error page`() {
        #expect(Spans(stepFailures: (40, 0), endFailures: (0, 40)).found.count == 2)
    }

    @Test(arguments: ["BasicErrorController.error", "the call to web /error", "handleException"])
    func `where no failure is told a name may acquit`(step: String) {
        #expect(Spans(step: step).found == [])
    }

    @Test(arguments: ["Terrors.list", "Pages.sorry"]) func `part of a word is no name`(step: String) {
        #expect(Spans(step: step).found.count == 2)
    }

    @Test func `a name does not acquit a step that is known to be taken where nothing fails`() {
        #expect(Spans(step: "Errors.list", steps: (38, 0), endFailures: (2, 0)).found != [])
    }

    @Test func `an error page that is newly reached is a fault where failures are told`() {
        let page = Spans(steps: (0, 40), stepFailures: (0, 40))
        #expect(page.found.count == 1)
        #expect(Spans(step: "/error", steps: (0, 40)).found == [])
        #expect(Spans(steps: (0, 40)).found == [])
    }

    @Test func `an end that error pages do not account for is a fault beside a recovery`() {
        // Five spans no longer reach the error page, thirty-five no longer reach the next step.
        var windows = Spans(steps: (5, 0), stepFailures: (5, 0)).windows
        windows.flows[1].counts = (0..<12).map { $0 < 10 ? 0 : 40 }
        windows.flows.append(
            FlowSeries(
                service: "orders", operation: "POST /orders", from: "Orders.create", to: "Orders.save",
                counts: (0..<12).map { $0 < 10 ? 35 : 0 }, contextCounts: Array(repeating: 40, count: 12)))
        #expect(FlowDetector().screen(windows).findings.count == 2)
    }

    @Test func `spans fail by their status or by an error record of their own`() async throws {
        let start = Timestamp(seconds: 1_700_000_040)
        var spans: [TestSpan] = []
        for trace in UInt64(1)...30 {
            let time = start.seconds * 1000 + Double(trace - 1) * 900
            spans.append(
                TestSpan(
                    trace: trace, id: 1, start: time, duration: 9, service: "web", name: "GET /",
                    status: trace <= 10 ? .error : .unset))
            spans.append(
                TestSpan(trace: trace, id: 2, parent: 1, start: time + 1, duration: 2, service: "web", name: "draw"))
        }
        func event(_ trace: UInt64, _ source: EventSource, _ severity: UInt8, _ name: String = "", span: UInt64 = 1)
            -> TestEvent
        {
            TestEvent(
                trace: trace, span: span, time: spans[Int(trace) * 2 - 1].start, source: source, severity: severity,
                service: "web", name: name)
        }
        let events = [
            event(11, .log, 17), event(12, .spanEvent, 0, "exception"), event(13, .log, 9),
            event(14, .log, 17, span: 2),
        ]
        let reader = WindowReader(source: InMemorySpanSource(spans, events: events), bucketCount: 1)
        let windows = try #require(try await RollingWindows(reader).next(at: start + .seconds(40)))
        let step = try #require(windows.flows.first { $0.operation == "GET /" && $0.to == "draw" })
        #expect(step.counts == [30] && step.failureCounts == [12])
    }
}
