import Detection
import Telemetry
import Testing

/// A job that comes every few hours, seen by looks that reach back an hour.
struct RecurringHabitsTests {
    /// Buckets of half a minute between two runs of the job: three hours.
    private static let interval = 360
    /// How long it runs: three minutes.
    private static let length = 6

    private enum Effect { case slow, endsEarly, errors }

    /// A service whose requests suffer while the job runs, `growth` times as much and for `lastLength` buckets in the last
    /// of its runs.
    private func traffic(
        _ effect: Effect, runs: Int, growth: Double = 1, lastLength: Int = length
    ) -> SimulatedTraffic {
        func strength(_ bucket: Int) -> Double {
            let (run, place) = bucket.quotientAndRemainder(dividingBy: Self.interval)
            guard run >= 1, run <= runs, place < (run == runs ? lastLength : Self.length) else { return 0 }
            return run == runs ? growth : 1
        }
        var service = SimulatedTraffic.Service(name: "shop")
        switch effect {
        case .slow: service.milliseconds = { 20 + 400 * strength($0) }
        case .endsEarly: service.endsEarly = { 0.5 * strength($0) }
        case .errors: service.errorShare = { 0.001 + 0.5 * strength($0) }
        }
        return SimulatedTraffic(services: [service])
    }

    /// In which runs a case is opened, when detection looks from shortly before each to after it.
    private func opened(
        _ traffic: SimulatedTraffic, runs: Int, from first: Int = 1, lookingOn: Int = length + 4,
        memory: RecurringHabits = RecurringHabits()
    ) -> [Int] {
        let all = traffic.windows((runs + 1) * Self.interval)
        let suite = DetectorSuite.standard()
        var memory = memory
        return (first...runs).filter { run in
            var isOpen = false
            for end in run * Self.interval - 2..<run * Self.interval + lookingOn {
                let windows = all.buckets(max(0, end - 120)..<end)
                let look = suite.look(at: windows)
                let groups = FindingGroup.grouped(look.findings).filter(\.opensCase)
                isOpen = isOpen || !memory.withoutHabits(groups, at: windows.end).isEmpty
                memory.remember(look.movements, at: windows.end)
            }
            return isOpen
        }
    }

    @Test func `what came twice, hours apart, opens no third case, be it slow or cut short`() {
        #expect(opened(traffic(.slow, runs: 4), runs: 4) == [1, 2])
        #expect(opened(traffic(.endsEarly, runs: 4), runs: 4) == [1, 2])
    }

    @Test func `the third time is news when it is much worse`() {
        #expect(opened(traffic(.slow, runs: 3, growth: 3), runs: 3) == [1, 2, 3])
        #expect(opened(traffic(.endsEarly, runs: 3, growth: 1.9), runs: 3) == [1, 2, 3])
    }

    @Test func `the third time is news when it lasts much longer`() {
        #expect(opened(traffic(.slow, runs: 3, lastLength: 40), runs: 3, lookingOn: 40) == [1, 2, 3])
        #expect(opened(traffic(.slow, runs: 3), runs: 3, lookingOn: 40) == [1, 2])
    }

    @Test func `failing requests are news every time`() {
        #expect(opened(traffic(.errors, runs: 4), runs: 4) == [1, 2, 3, 4])
    }

    @Test func `an incident that lasts is one episode, and what is days old is forgotten`() {
        let slow = traffic(.slow, runs: 3)
        let suite = DetectorSuite.standard()
        let run = Self.interval..<Self.interval + Self.length
        let moved = suite.look(at: slow.windows(3 * Self.interval).buckets(run.upperBound - 120..<run.upperBound))
            .movements
        #expect(moved.contains { $0.fingerprint.contains("latency_shift") })
        let begin = SimulatedTraffic.start + .seconds(30) * Self.interval
        var lasting = RecurringHabits()
        for minute in 0..<60 { lasting.remember(moved, at: begin + .seconds(60) * minute) }
        #expect(opened(slow, runs: 3, from: 3, memory: lasting) == [3])
        var old = RecurringHabits()
        for hours in [0, 3] { old.remember(moved, at: begin + .seconds(3600) * hours - .seconds(4 * 86_400)) }
        #expect(opened(slow, runs: 3, from: 3, memory: old) == [3])
        var known = RecurringHabits()
        for hours in [0, 3] { known.remember(moved, at: begin + .seconds(3600) * hours - .seconds(86_400)) }
        #expect(opened(slow, runs: 3, from: 3, memory: known) == [])
    }
}
