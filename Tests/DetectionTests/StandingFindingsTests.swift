import Detection
import Telemetry
import Testing

struct StandingFindingsTests {
    private func group(_ service: String, _ severity: Finding.Severity = .warning) -> FindingGroup {
        let time = Timestamp(seconds: 1_700_000_000)
        let finding = Finding(
            detector: "error_rate", kind: .errorRate, service: service, onset: time,
            window: TimeRange(start: time, end: time + .seconds(60)), observed: 0.5, expected: 0, unit: "share",
            effect: 1, sampleSize: 100, baselineSize: 1000, probability: 1e-9, severity: severity, explanation: "")
        return FindingGroup(lead: finding, findings: [finding])
    }

    @Test func `what shows at one look alone opens nothing, and what stays does`() {
        var standing = StandingFindings()
        #expect(standing.standing([group("stock")]).isEmpty)
        #expect(standing.standing([]).isEmpty)
        #expect(standing.standing([group("stock")]).isEmpty)
        #expect(standing.standing([group("web")]).isEmpty)
        #expect(standing.standing([group("stock"), group("web")]) == [group("web")])
        #expect(standing.standing([group("stock"), group("web")]).count == 2)
    }

    @Test func `what shows in a wide window has to stay while the window moves on by a sixth of its length`() {
        func group(_ kind: Finding.Kind, seconds: Int, at time: Int) -> FindingGroup {
            let end = Timestamp(seconds: 1_700_000_000 + Double(time))
            let finding = Finding(
                detector: "flow", kind: kind, service: "stock", onset: end - .seconds(seconds),
                window: TimeRange(start: end - .seconds(seconds), end: end), observed: 1, expected: 0, unit: "share",
                effect: 2, sampleSize: 20, baselineSize: 90, probability: 1e-9, severity: .warning, explanation: "")
            return FindingGroup(lead: finding, findings: [finding])
        }
        func looks(_ kind: Finding.Kind, seconds: Int, without gap: Int? = nil) -> Int? {
            var standing = StandingFindings()
            return (0..<30).first { look in
                !standing.standing(look == gap ? [] : [group(kind, seconds: seconds, at: look * 10)]).isEmpty
            }
        }
        #expect(looks(.structureChange, seconds: 60) == 1)
        #expect(looks(.structureChange, seconds: 480) == 8)
        #expect(looks(.structureChange, seconds: 480, without: 5) == 14)
        #expect(looks(.latency, seconds: 480) == 1)
    }

    @Test func `a notice alone neither opens a case nor prepares one`() {
        var standing = StandingFindings()
        #expect(standing.standing([group("stock", .notice)]).isEmpty)
        #expect(standing.standing([group("stock")]).isEmpty)
    }
}
