import Investigation
import JSONValues
import LanguageModels
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit
import Tools

/// The rulebook, the dossier, the tools and the verifier together, on a shop whose newer build of `payment` fails for
/// one currency.
struct RulebookInvestigationTests {
    private static let start = 1_700_000_040_000.0

    private var spans: [TestSpan] {
        var spans: [TestSpan] = []
        for number in 0..<240 {
            let isNew = number >= 160
            let currency = ["EUR", "USD", "JPY", "GBP"][number % 4]
            let fails = isNew && currency == "JPY"
            let status: SpanStatus = fails ? .error : .unset
            let at = Self.start + Double(number) * 1500
            let id = UInt64(number * 10 + 1)
            let trace = UInt64(number + 1)
            let build: [String: AttributeValue] = ["service.version": .string(isNew ? "1.6.0" : "1.5.0")]
            spans.append(
                TestSpan(
                    trace: trace, id: id, start: at, duration: 60 + Double(number % 5), service: "frontend",
                    name: "POST /checkout", status: status))
            spans.append(
                TestSpan(
                    trace: trace, id: id + 1, parent: id, start: at + 5, duration: 40, service: "frontend",
                    name: "POST", kind: .client, status: status))
            spans.append(
                TestSpan(
                    trace: trace, id: id + 2, parent: id + 1, start: at + 8, duration: 30, service: "payment",
                    name: "POST /charges", status: status, message: fails ? "no minor unit for JPY" : "",
                    ["shop.currency": .string(currency)], resource: build))
            spans.append(
                TestSpan(
                    trace: trace, id: id + 3, parent: id, start: at + 50, duration: 4, service: "catalogue",
                    name: "GET /items"))
        }
        return spans
    }

    private var plan: InvestigationPlan {
        func time(_ minutes: Double) -> Timestamp {
            Timestamp(nanoseconds: Int64((Self.start + minutes * 60_000) * 1e6))
        }
        return InvestigationPlan(
            id: "I1", question: "errors of payment rose",
            signals: [
                PlannedSignal(
                    source: "error_rate", summary: "payment POST /charges fails", service: "payment", time: time(5.5))
            ],
            window: TimeRange(start: time(4), end: time(6)), baseline: TimeRange(start: time(0), end: time(4)),
            now: time(6), pseudonymKey: "key")
    }

    private func investigate(
        _ model: any LanguageModel = Rulebook(), mode: InvestigationPlan.Mode = .investigate
    ) async throws -> (report: Report, recorder: InMemoryRecorder) {
        let source = InMemorySpanSource(spans)
        let recorder = InMemoryRecorder()
        let registry = ToolRegistry([
            AnyTool(CompareSpansTool(source: source)), AnyTool(GetTraceTool(source: source)),
            AnyTool(QuerySpansTool(source: source)),
        ])
        let now = plan.now
        let investigator = Investigator(
            models: [model], registry: registry, recorder: recorder,
            dossiers: TelemetryDossierBuilder(source: source)
        ) { now }
        var plan = plan
        plan.mode = mode
        return (try await investigator.investigate(plan), recorder)
    }

    @Test func `the dossier tells the course of what fails, from the start of the baseline to the end of the window`()
        async
    {
        let dossier = await TelemetryDossierBuilder(source: InMemorySpanSource(spans)).dossier(for: plan)
        let course = dossier.output.sections.first { $0.name == "course" }
        guard case .table(let table) = course?.content else {
            Issue.record("there is no course")
            return
        }
        #expect(dossier.output.notes.contains("course: payment POST /charges, every 20 s"))
        #expect(table.rows.count == 18)
        #expect(table.rows.compactMap { $0[1].double }.reduce(0, +) == 240)
        #expect(table.rows[0][2].double == 0)
        #expect((table.rows[17][2].double ?? 0) > 0.15)
    }

    /// A model whose every answer is held against the contract of models, the rulebook's as any other.
    private struct CheckedModel: LanguageModel {
        let model: any LanguageModel
        var identity: ModelIdentity { model.identity }

        func respond(
            to request: ModelRequest, onDelta: @Sendable (ModelDelta) async -> Void
        ) async throws(ModelFailure) -> ModelTurn {
            do {
                return try await ModelChecks.turn(of: model, request)
            } catch let failure as ModelFailure {
                throw failure
            } catch {
                throw ModelFailure(.malformedAnswer, "\(error)")
            }
        }
    }

    @Test(arguments: [InvestigationPlan.Mode.investigate, .answer])
    func `every answer of the rulebook keeps the contract of models`(_ mode: InvestigationPlan.Mode) async throws {
        let (report, _) = try await investigate(CheckedModel(model: Rulebook()), mode: mode)
        #expect(report.making.steps > 2 && report.making.models == ["rulebook/1"])
        var request = ModelRequest(system: "", tools: [], messages: [.user("no opening message")])
        await #expect(throws: ModelFailure.self) { try await ModelChecks.turn(of: Rulebook(), request) }
        request.messages = [.user(#"{"mode":"answer","question":"x","dossier":{}}"#)]
        await ModelChecks.cancellation(of: Rulebook(), request)
    }

    @Test func `the report names the service, the operation and the build, and every claim is verified`() async throws {
        let (report, recorder) = try await investigate()
        #expect(report.outcome == .causeFound)
        #expect(report.cause?.badBuild == .init(service: "payment", build: "1.6.0", previous: "1.5.0"))
        #expect(report.title.contains("payment 1.6.0: POST /charges fails"))
        #expect(report.impact.healthy.contains { $0.service == "catalogue" })
        let unverified = report.claims.filter { $0.outcome.status != .verified }
        #expect(report.claims.count >= 4)
        #expect(unverified.isEmpty, "\(unverified.map { "\($0.text) \($0.outcome.reasons)" })")
        #expect(report.claims.contains { $0.text.contains("JPY") })
        #expect(report.notes.isEmpty, "\(report.notes)")
        #expect(recorder.now.reports["I1"]?.count ?? 0 >= 2)
    }

    @Test func `the same investigation gives the same report`() async throws {
        let first = try await investigate().report
        let second = try await investigate().report
        #expect(first == second)
    }

    @Test func `the first report exists before any model and its claims cite the dossier`() async throws {
        let dossier = await TelemetryDossierBuilder(source: InMemorySpanSource(spans)).dossier(for: plan)
        #expect(dossier.firstReport.claims.allSatisfy { $0.citations.allSatisfy { $0.evidence == "E1" } })
        #expect(dossier.facts.edges.contains(.init(caller: "frontend", callee: "payment")))
        #expect(dossier.facts.builds.map(\.build) == ["1.5.0", "1.6.0"])
        #expect(RenderedOutput(dossier.output).text.utf8.count < 12_000)
    }

    @Test func `nothing wrong is an answer`() async throws {
        let healthy = spans.map { span in
            var span = span
            span.status = .unset
            span.message = ""
            return span
        }
        let source = InMemorySpanSource(healthy)
        let registry = ToolRegistry([AnyTool(QuerySpansTool(source: source))])
        let now = plan.now
        let investigator = Investigator(
            models: [Rulebook()], registry: registry, recorder: InMemoryRecorder(),
            dossiers: TelemetryDossierBuilder(source: source)
        ) { now }
        let report = try await investigator.investigate(plan)
        #expect(report.outcome == .noFault)
        #expect(report.suspects.isEmpty && report.cause == nil)
    }
}
