import Analysis
import SpanSources
import Telemetry
import TestSupport
import Testing

/// One build followed the other, and the same hours of the week before tell what the clock alone does.
struct SeasonTests {
    private static let week = 7.0 * 86_400_000
    private static let start = 2_000_000_000_000.0

    private static func spans(_ build: String, from: Double, duration: Double, first: UInt64) -> [TestSpan] {
        (0..<100).map { number in
            let id = first + UInt64(number)
            return TestSpan(
                trace: id, id: id, start: from + Double(number) * 6000, duration: duration + Double(number % 5),
                service: "cart", name: "GET /cart", kind: .server, resource: ["service.version": .string(build)])
        }
    }

    private static func difference(_ earlier: [TestSpan]) async throws -> BuildDifference {
        let old = spans("1", from: start - 600_000, duration: 20, first: 1)
        let new = spans("2", from: start, duration: 90, first: 1001)
        let source = InMemorySpanSource(old + new + earlier)
        let end = Timestamp(nanoseconds: Int64(start + 600_000) * 1_000_000)
        let builds = ObservedBuild.list(
            try await source.run(
                BuildQueries.builds(range: TimeRange(last: .seconds(1200), before: end), filter: .all)))
        let sides = BuildSides(builds[1], builds[0], now: end)
        return try await BuildDifferenceReader(source).difference(
            before: sides.before, after: sides.after, method: sides.method, drift: sides.drift, seasons: sides.seasons)
    }

    @Test func `what the same hours did a week earlier is not the new build's doing`() async throws {
        let earlier =
            Self.spans("0", from: Self.start - 600_000 - Self.week, duration: 20, first: 2001)
            + Self.spans("0", from: Self.start - Self.week, duration: 90, first: 3001)
        let difference = try await Self.difference(earlier)
        #expect(difference.method == .beforeAndAfter)
        #expect(difference.comparison.operations(.regressed).count == 1)
        #expect(difference.drift?.operations(.regressed).count == 1)
    }

    @Test func `without spans of that week there is no drift to tell`() async throws {
        #expect(try await Self.difference([]).drift == nil)
    }

    @Test func `the parts of the critical path add up to the change of the latency`() async throws {
        let difference = try await Self.difference([])
        let path = try #require(difference.path)
        let sum = path.parts.reduce(0) { $0 + $1.addedMilliseconds }
        #expect(abs(sum - 70) < 0.001 && abs(path.milliseconds - path.baselineMilliseconds - sum) < 0.001)
        #expect(difference.pathRoot?.name == "GET /cart")
    }
}
