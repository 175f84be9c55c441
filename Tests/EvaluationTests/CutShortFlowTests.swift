import Investigation
import LanguageModels
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit
import Tools

/// A call after which the callers' flows end, though no operation is slower and none fails.
struct CutShortFlowTests {
    private static let start = 1_700_000_040_000.0

    private func time(_ minutes: Double) -> Timestamp {
        Timestamp(nanoseconds: Int64((Self.start + minutes * 60_000) * 1e6))
    }

    /// A page that asks the catalogue and then the cart; in the last minute it ends after the catalogue's answer.
    private var spans: [TestSpan] {
        (0..<500).flatMap { number -> [TestSpan] in
            let at = Self.start + Double(number) * 600
            let (trace, id) = (UInt64(number + 1), UInt64(number * 10 + 1))
            let page = TestSpan(trace: trace, id: id, start: at, duration: 40, service: "web", name: "GET /item")
            func call(_ service: String, _ name: String, _ place: UInt64) -> [TestSpan] {
                let began = at + Double(place) * 5
                return [
                    TestSpan(
                        trace: trace, id: id + place, parent: id, start: began, duration: 4, service: "web", name: name,
                        kind: .client),
                    TestSpan(
                        trace: trace, id: id + place + 1, parent: id + place, start: began + 1, duration: 2,
                        service: service, name: name),
                ]
            }
            return [page] + call("catalogue", "GetItem", 1) + (number < 400 ? call("cart", "GetCart", 3) : [])
        }
    }

    @Test func `the callers whose flows end are what is affected, and the cause says where it shows`() async throws {
        let source = InMemorySpanSource(spans)
        let plan = InvestigationPlan(
            id: "I1", question: "pages are incomplete",
            signals: [PlannedSignal(source: "test", summary: "pages are incomplete", service: "web", time: time(4))],
            window: TimeRange(start: time(4), end: time(5)), baseline: TimeRange(start: time(0), end: time(4)),
            now: time(5), pseudonymKey: "key")
        let investigator = Investigator(
            models: [Rulebook()], registry: ToolRegistry(BuiltInTools.onSpans(source)), recorder: InMemoryRecorder(),
            dossiers: TelemetryDossierBuilder(source: source)
        ) { plan.now }
        let report = try await investigator.investigate(plan)
        let affected = try #require(report.impact.affected.first)
        #expect(affected.service == "web" && affected.operation == "GET /item")
        #expect(affected.observation == "100 % of its flows take another way at the call to catalogue, 0 % before")
        let cause = try #require(report.cause)
        #expect(cause.statement.hasPrefix("catalogue is leaving its usual flow early where web GET /item calls it"))
        #expect(cause.path.map(\.service) == ["catalogue", "web"])
        #expect(report.answer.contains("it is felt in web"))
        #expect(report.claims.allSatisfy { $0.outcome.status == .verified })
    }
}
