import Telemetry
import TestSupport
import Testing

@testable import Analysis

/// Errors counted on the erring spans alone, against errors counted on all of them.
struct ErrorCountsTests {
    private let window = TimeRange(start: Timestamp(seconds: 1_000_240), end: Timestamp(seconds: 1_000_300))
    private let baseline = TimeRange(start: Timestamp(seconds: 1_000_000), end: Timestamp(seconds: 1_000_240))

    /// A request of three spans each two seconds: the callee fails every fifth time, its caller with it.
    private let spans = (0..<150).flatMap { number -> [TestSpan] in
        let start = 1_000_000_000 + Double(number) * 2000
        let status: SpanStatus = number % 5 == 0 ? .error : .unset
        let (trace, id) = (UInt64(number + 1), UInt64(number * 10 + 1))
        return [
            TestSpan(trace: trace, id: id, start: start, duration: 9, service: "web", status: status),
            TestSpan(
                trace: trace, id: id + 1, parent: id, start: start + 1, duration: 5, service: "cart", status: status),
            TestSpan(
                trace: trace, id: id + 2, parent: id + 1, start: start + 2, duration: 1, service: "stock",
                status: number % 50 == 0 ? .error : .unset),
        ]
    }

    @Test func `the erring spans and the totals give the same counts as all spans`() throws {
        var telemetry = TelemetryBatch()
        telemetry.spans = SpanBatch(spans)
        let whole = ErrorCounts(
            TelemetrySlices(telemetry, window: window, baseline: baseline, slice: .seconds(60)))
        let totals = whole.operations.map {
            ErrorCounts.Total(operation: $0.operation, now: $0.count.all, before: $0.count.usualAll)
        }
        let erring = SpanBatch(spans.filter { $0.status == .error })
        let exact = ErrorCounts(erring: erring, of: totals, window: window, baseline: baseline)
        for (operation, count) in whole.operations {
            let found = exact.operations.first { $0.operation == operation }?.count
            #expect(found?.errors ?? 0 == count.errors && found?.usualErrors ?? 0 == count.usualErrors)
            if let found { #expect(found.all == count.all && found.usualAll == count.usualAll) }
        }
        #expect(whole.operations.map(\.count.errors) == [0, 6, 0], "no failing call of stock lies in the window")
    }
}
