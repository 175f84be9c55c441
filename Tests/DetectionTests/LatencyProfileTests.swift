import Testing

@testable import Detection

struct LatencyProfileTests {
    private func profile(_ random: inout SeededRandom, milliseconds: Double) -> LatencyProfile? {
        var sketch = LatencySketch()
        for _ in 0..<12 { sketch.add(nanoseconds: milliseconds * 1e6 * (0.2 + 2 * random.unit())) }
        return LatencyProfile(sketch)
    }

    @Test func `what is dismissed without sorting did not rise above the usual`() throws {
        var random = SeededRandom(11)
        var (dismissed, rose) = (0, 0)
        for round in 0..<400 {
            let others = (0..<3 + round % 9).compactMap { _ in profile(&random, milliseconds: 10 + 60 * random.unit()) }
            let now = try #require(profile(&random, milliseconds: 10 + 120 * random.unit()))
            let usual = try #require(LatencyProfile.usual(others))
            let isRise = now.highMilliseconds - usual.highMilliseconds >= 20
            if isRise { #expect(now.mayExceed(others, byMilliseconds: 20)) }
            rose += isRise ? 1 : 0
            dismissed += now.mayExceed(others, byMilliseconds: 20) ? 0 : 1
        }
        #expect(rose > 50 && dismissed > 50)
    }
}
