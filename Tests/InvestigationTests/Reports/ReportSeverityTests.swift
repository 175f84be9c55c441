import LanguageModels
import Telemetry
import TestSupport
import Testing

@testable import Investigation

struct ReportSeverityTests {
    private func signals(_ severities: [Report.Severity?]) -> [PlannedSignal] {
        severities.map {
            PlannedSignal(
                source: "alertmanager", summary: "cart fails", service: "cart", time: Shop.onset, severity: $0)
        }
    }

    @Test(
        arguments: [
            (.warning, [.notice, .critical], .critical), (.critical, [.warning], .critical),
            (.warning, [nil], .warning),
            (.none, [.warning], .warning),
        ] as [(Report.Severity, [Report.Severity?], Report.Severity)])
    func `a report of a fault is no milder than its worst signal`(
        _ own: Report.Severity, _ told: [Report.Severity?], _ expected: Report.Severity
    ) {
        let report = Report(title: "cart fails", answer: "It does.", outcome: .inconclusive, severity: own)
        let weighed = report.weighed(against: signals(told))
        #expect(weighed.severity == expected && weighed.notes.isEmpty)
    }

    @Test func `a report that found nothing says once why it is milder`() {
        let report = Report(title: "Nothing", answer: "Nothing.", outcome: .noFault, severity: .none)
        let once = report.weighed(against: signals([.critical]))
        #expect(once.severity == .none && once.notes.count == 1 && once.notes[0].contains("critical"))
        #expect(once.weighed(against: signals([.critical])) == once)
    }

    @Test func `what an investigation publishes, first and last, is weighed`() async throws {
        let recorder = InMemoryRecorder()
        let report = try await Shop.investigator([ScriptedModel(Shop.goodScript)], recorder: recorder)
            .investigate(Shop.plan(signals: signals([.critical])))
        #expect(report.severity == .critical && report.outcome == .causeFound)
        #expect(recorder.now.reports["i1"]?.last?.report.severity == .critical)
    }
}
