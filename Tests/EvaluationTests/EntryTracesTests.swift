import Telemetry
import TestSupport
import Testing

@testable import Evaluation

struct EntryTracesTests {
    /// Forty traces of a minute; some are slow, some end early.
    private func minute(slow: Int = 0, short: Int = 0, first: UInt64) -> SpanBatch {
        var spans: [TestSpan] = []
        for place in 0..<40 {
            let trace = first + UInt64(place)
            let duration = place < slow ? 900.0 : 20 + Double(place) / 10
            spans.append(TestSpan(trace: trace, id: 1, duration: duration, service: "web", name: "GET /"))
            guard place < 40 - short else { continue }
            spans.append(TestSpan(trace: trace, id: 2, parent: 1, duration: 5, service: "store", name: "Get"))
        }
        return SpanBatch(spans)
    }

    @Test func `slow traces and those of an unseen shape are unlike the usual ones`() throws {
        var entries = EntryTraces()
        for place in 0..<4 { entries.add(minute(first: UInt64(place) * 100 + 1)) }
        entries.add(minute(slow: 10, short: 20, first: 1000))
        let usual = Set(0..<4)
        #expect(entries.unlikeShare(4, usual: usual) == 0.75)
        #expect(try #require(entries.unlikeShare(0, usual: usual)) <= 0.05)
        #expect(entries.unlikeShare(5, usual: usual) == nil && entries.unlikeShare(4, usual: []) == nil)
    }

    @Test func `minutes of an outbreak are not usual, however many there are among the others`() {
        var entries = EntryTraces()
        for place in 0..<6 { entries.add(minute(first: UInt64(place) * 100 + 1)) }
        for place in 6..<10 { entries.add(minute(slow: 40, first: UInt64(place) * 100 + 1)) }
        entries.add(minute(short: 20, first: 2000))
        #expect(entries.usualMinutes() == Set(0..<6))
    }
}
