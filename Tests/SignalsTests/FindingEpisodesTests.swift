import Casebook
import Detection
import Signals
import Telemetry
import Testing

struct FindingEpisodesTests {
    @Test func `a finding that goes on is one signal`() {
        var episodes = FindingEpisodes()
        let first = episodes.signals(for: [finding(at: noon)], now: noon)
        #expect(first.map(\.title) == ["errors rose"])
        #expect(first.first?.source == "error_rate")
        #expect(first.first?.window != nil)
        let again = episodes.signals(for: [finding(at: noon + .seconds(10))], now: noon + .seconds(10))
        #expect(again.isEmpty)
    }

    @Test func `a finding that gets worse is told under the same key`() {
        var episodes = FindingEpisodes()
        let first = episodes.signals(for: [finding(at: noon)], now: noon)
        let worse = episodes.signals(
            for: [finding(at: noon + .seconds(60), .critical)], now: noon + .seconds(60))
        #expect(worse.map(\.dedupKey) == first.map(\.dedupKey))
        #expect(worse.first?.severity == .critical)
        #expect(worse.first?.startedAt == noon)
    }

    @Test func `a finding not seen for a while has ended, and comes back as another`() {
        var episodes = FindingEpisodes(quietPeriod: .seconds(900))
        let first = episodes.signals(for: [finding(at: noon)], now: noon)
        #expect(episodes.signals(for: [], now: noon + .seconds(900)).isEmpty)
        let ended = episodes.signals(for: [], now: noon + .seconds(901))
        #expect(ended.map(\.dedupKey) == first.map(\.dedupKey))
        #expect(ended.first?.endedAt == noon)
        let next = episodes.signals(for: [finding(at: noon + .seconds(3600))], now: noon + .seconds(3600))
        #expect(next.map(\.dedupKey) != first.map(\.dedupKey))
        #expect(next.count == 1)
    }

    @Test func `an episode that was going on before a restart is not told anew`() {
        var before = FindingEpisodes()
        let told = before.signals(for: [finding(at: noon)], now: noon)
        var after = FindingEpisodes(quietPeriod: .seconds(900))
        after.resume(told, now: noon + .seconds(60))
        #expect(after.signals(for: [finding(at: noon + .seconds(30))], now: noon + .seconds(70)).isEmpty)
        let ended = after.signals(for: [], now: noon + .seconds(971))
        #expect(ended.map(\.dedupKey) == told.map(\.dedupKey))
    }

    @Test func `what came twice before a restart is a habit after it`() {
        var episodes = FindingEpisodes(quietPeriod: .seconds(900))
        var told: [Signal] = []
        for hours in [0, 6] {
            let time = noon + .seconds(3600) * hours
            _ = episodes.signals(for: [slow(at: time)], now: time)
            told += episodes.signals(for: [], now: time + .seconds(1000))
        }
        let now = noon + .seconds(12 * 3600)
        let found = [FindingGroup(lead: slow(at: now), findings: [slow(at: now)])]
        var habits = RecurringHabits()
        habits.resume(Array(told.prefix(1)), now: now - .seconds(7200))
        #expect(habits.withoutHabits(found, at: now).count == 1)
        habits = RecurringHabits()
        habits.resume(told, now: now - .seconds(7200))
        #expect(habits.withoutHabits(found, at: now).isEmpty)
    }

    private func slow(at time: Timestamp) -> Finding {
        var finding = finding(at: time)
        finding.detector = "latency_shift"
        finding.kind = .latency
        return finding
    }

    private func finding(at time: Timestamp, _ severity: Finding.Severity = .warning) -> Finding {
        Finding(
            detector: "error_rate", kind: .errorRate, service: "cart", operation: "POST /add", onset: time,
            window: TimeRange(last: .seconds(300), before: time), observed: 0.2, expected: 0.01, unit: "share",
            effect: 0.7, sampleSize: 1000, baselineSize: 12_000, probability: 1e-9, severity: severity,
            explanation: "errors rose")
    }
}
