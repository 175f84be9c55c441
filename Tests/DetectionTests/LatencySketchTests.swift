import Detection
import Testing

struct LatencySketchTests {
    @Test func `quantiles are within one class of the truth and sketches add up`() throws {
        var low = LatencySketch()
        var high = LatencySketch()
        for value in 1...500 { low.add(nanoseconds: Double(value) * 1000) }
        for value in 501...1000 { high.add(nanoseconds: Double(value) * 1000) }
        low.merge(high)
        let median = try #require(low.quantile(0.5))
        #expect(abs(median / 500_000 - 1) < 0.09)
        #expect(low.count == 1000)
    }
}
