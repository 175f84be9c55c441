import Analysis
import Investigation
import JSONValues
import LanguageModels
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit
import Tools

/// Faults that no operation shows as a whole: a few of many requests, and a silence in which nothing is left to compare.
struct HiddenFaultTests {
    private static let start = 1_700_000_040_000.0

    private func time(_ minutes: Double) -> Timestamp {
        Timestamp(nanoseconds: Int64((Self.start + minutes * 60_000) * 1e6))
    }

    private func plan(_ summary: String) -> InvestigationPlan {
        InvestigationPlan(
            id: "I1", question: summary,
            signals: [PlannedSignal(source: "test", summary: summary, service: "video", time: time(4))],
            window: TimeRange(start: time(4), end: time(5)), baseline: TimeRange(start: time(0), end: time(4)),
            now: time(5), pseudonymKey: "key")
    }

    private func investigate(
        _ spans: [TestSpan], events: [TestEvent] = [], _ summary: String
    ) async throws -> (Report, Dossier) {
        let source = InMemorySpanSource(spans, events: events)
        let plan = plan(summary)
        let builder = TelemetryDossierBuilder(source: source)
        let investigator = Investigator(
            models: [Rulebook()], registry: ToolRegistry(BuiltInTools.onSpans(source)), recorder: InMemoryRecorder(),
            dossiers: builder
        ) { plan.now }
        return (try await investigator.investigate(plan), await builder.dossier(for: plan))
    }

    /// 400 requests a minute, one in twenty of which always fails; in the last minute, those of one isp on one cdn as well.
    private var manyRequests: [TestSpan] {
        (0..<2000).map { number in
            let (cdn, isp) = ("c\(number % 5)", "i\(number / 5 % 8)")
            let fails = number % 20 == 8 || number >= 1600 && cdn == "c2" && isp == "i3"
            return TestSpan(
                trace: UInt64(number + 1), id: 1, start: Self.start + Double(number) * 150, duration: 5,
                service: "video", name: "play", status: fails ? .error : .unset,
                ["cdn": .string(cdn), "isp": .string(isp), "request": .integer(Int64(number))])
        }
    }

    @Test func `the report ranks combinations as the scan does, whether or not the operation deviates`() async throws {
        let (report, dossier) = try await investigate(manyRequests, "more requests fail")
        let source = InMemorySpanSource(manyRequests)
        let query = CombinationQuery(
            window: plan("").window, baseline: plan("").baseline,
            fields: ["isp", "cdn"].map { .attribute(AttributeName(.span, $0)) })
        let scan = try await query.scan { query async throws(SpanSourceError) in try await source.run(query) }
        let table = try #require(
            dossier.output.sections.compactMap { section -> ToolTable? in
                guard section.name == "combinations", case .table(let table) = section.content else { return nil }
                return table
            }.first)
        #expect(table.rows.map { $0[0].string } == scan.findings.prefix(6).map(\.conditionText))
        #expect(table.rows.first?[0].string == "span.isp = i3 and span.cdn = c2")
        #expect(report.outcome == .causeFound)
        #expect(report.title.contains("c2") && report.answer.contains("i3"), "\(report.title) \(report.answer)")
        let doubtful = report.claims.filter { $0.outcome.status != .verified }
        #expect(!report.claims.isEmpty && doubtful.isEmpty, "\(doubtful)")
    }

    @Test func `failures that are as usual are no fault, however they fall`() async throws {
        let usual = manyRequests.enumerated().map { number, span in
            var span = span
            span.status = number % 20 == 8 ? .error : .unset
            return span
        }
        let (report, _) = try await investigate(usual, "more requests fail")
        #expect(report.outcome == .noFault && report.cause == nil)
    }

    @Test func `all services silent is critical and not healthy, and names no cause`() async throws {
        let spans = (0..<1200).flatMap { number -> [TestSpan] in
            ["web", "stock"].enumerated().map { place, service in
                TestSpan(
                    trace: UInt64(number + 1), id: UInt64(place + 1), parent: UInt64(place),
                    start: Self.start + Double(number) * 199, duration: 5, service: service, name: "work")
            }
        }
        let (report, dossier) = try await investigate(spans, "nothing arrives")
        for each in [report, dossier.firstReport] {
            #expect(each.outcome == .inconclusive && each.severity == .critical && each.cause == nil)
            #expect(each.title.contains("received from any service"), "\(each.title)")
        }
        #expect(Set(report.impact.affected.map(\.service)) == ["stock", "web"] && report.impact.healthy.isEmpty)
        #expect(report.claims.contains { $0.outcome.status == .verified }, "\(report.claims)")
    }

    @Test func `failures that fall alike on all hosts are put on none of them`() async throws {
        let spans = manyRequests.enumerated().map { number, span in
            var span = span
            span.status = number >= 1600 && number % 7 < 2 ? .error : .unset
            span.resource = ["host.name": .string("node-\(number % 3)"), "service.version": .string("1")]
            return span
        }
        let (report, _) = try await investigate(spans, "more requests fail")
        #expect(report.outcome == .causeFound && report.title.hasPrefix("video: play fails in"))
        let words = [report.answer, report.cause?.statement ?? ""] + report.nextSteps
        #expect(!words.joined().contains("node-"), "\(words)")
        // A build that ran all the time is no event.
        #expect(!report.timeline.contains { $0.text.contains("first span") }, "\(report.timeline)")
    }

    @Test func `an error that only the logs tell of is reported and not called healthy`() async throws {
        let spans = manyRequests.map { span in
            var span = span
            span.status = .unset
            return span
        }
        let events = (0..<40).map { number in
            TestEvent(
                time: Self.start + 240_000 + Double(number) * 1000, source: .log, severity: 17, service: "video",
                body: "could not renew lease 12")
        }
        let (report, dossier) = try await investigate(spans, events: events, "video logs a new error")
        #expect(report.title == "video logs a new error: could not renew lease *")
        #expect(report.outcome == .inconclusive && report.severity == .warning && report.cause == nil)
        #expect(report.answer.contains("40 records in the window, 0 in the baseline"), "\(report.answer)")
        #expect(!report.claims.isEmpty && report.claims.allSatisfy { $0.outcome.status == .verified })
        #expect(dossier.firstReport.outcome == .inconclusive)
        let (healthy, _) = try await investigate(spans, "video logs a new error")
        #expect(healthy.outcome == .noFault)
    }
}
