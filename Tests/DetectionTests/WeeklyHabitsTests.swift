import Detection
import SpanSources
import Telemetry
import TestSupport
import Testing

/// A job that comes at the same hour of each week, and one that does not.
struct WeeklyHabitsTests {
    private static let now = Timestamp(seconds: 1_700_000_040)
    private static let week = Duration.seconds(7 * 86_400)

    /// Half an hour of a service that becomes slow in the last minutes before `end`.
    private func spans(before end: Timestamp, slowSeconds: Int, milliseconds: Double = 900, first: Int) -> [TestSpan] {
        (1...1800).map { second in
            TestSpan(
                trace: UInt64(first + second), id: 1, start: (end - .seconds(second)).seconds * 1000,
                duration: second <= slowSeconds ? milliseconds : 20 + Double(second % 5), service: "batch", name: "run")
        }
    }

    /// What the detectors find now, with and without the hour's habits.
    private func judged(_ old: [TestSpan]) async throws -> (found: Int, left: Int) {
        let source = InMemorySpanSource(old + spans(before: Self.now, slowSeconds: 90, first: 0))
        let reader = WindowReader(source: source, bucketCount: 20)
        let suite = DetectorSuite.standard()
        let time = Self.now + reader.settling
        let windows = try #require(try await RollingWindows(reader).next(at: time))
        let groups = FindingGroup.grouped(suite.findings(in: windows)).filter(\.opensCase)
        let left = try await WeeklyHabits(reader, suite: suite).withoutHabits(groups, at: time)
        return (groups.count, left.count)
    }

    @Test func `a change without a week of history is news`() async throws {
        let judged = try await judged([])
        #expect(judged == (1, 1))
    }

    @Test func `a change that came at the same hour a week ago is not`() async throws {
        let then = Self.now - Self.week + .seconds(200)
        let judged = try await judged(
            spans(before: then, slowSeconds: 150, first: 10_000)
                + spans(before: then + .seconds(1800), slowSeconds: 0, first: 20_000)
                + spans(before: then - .seconds(1800), slowSeconds: 0, first: 30_000))
        #expect(judged == (1, 0))
    }

    @Test func `an hour that was quiet a week ago acquits nothing, nor one with a much smaller change`() async throws {
        let then = Self.now - Self.week + .seconds(900)
        let quiet = spans(before: then, slowSeconds: 0, first: 10_000)
        let earlier = spans(before: then - .seconds(1800), slowSeconds: 0, first: 20_000)
        let wasQuiet = try await judged(quiet + earlier)
        #expect(wasQuiet == (1, 1))
        let small = spans(before: then - .seconds(700), slowSeconds: 150, milliseconds: 250, first: 10_000)
        let wasSmall = try await judged(
            small + spans(before: then + .seconds(1100), slowSeconds: 0, first: 20_000)
                + spans(before: then - .seconds(2500), slowSeconds: 0, first: 30_000))
        #expect(wasSmall == (1, 1))
    }
}
