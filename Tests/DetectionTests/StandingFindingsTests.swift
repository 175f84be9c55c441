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

    @Test func `a notice alone neither opens a case nor prepares one`() {
        var standing = StandingFindings()
        #expect(standing.standing([group("stock", .notice)]).isEmpty)
        #expect(standing.standing([group("stock")]).isEmpty)
    }
}
