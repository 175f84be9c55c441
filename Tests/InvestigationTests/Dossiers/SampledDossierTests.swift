import Investigation
import JSONValues
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit

/// Dossiers of systems too busy to read whole.
struct SampledDossierTests {
    private static let start = 1_700_000_040_000.0

    /// Six minutes of a shop, four traces a second; in the last two, `payment` works longer and every hundredth charge
    /// fails for a reason that nothing else has.
    private static let spans: [TestSpan] = (0..<1440).flatMap { number -> [TestSpan] in
        let isFaulty = number >= 960
        let at = start + Double(number) * 250
        let (trace, id) = (UInt64(number + 1), UInt64(number * 10 + 1))
        let fails = isFaulty && number % 100 == 7
        let work: Double = (isFaulty ? 90 : 20) + Double(number % 5)
        return [
            TestSpan(trace: trace, id: id, start: at, duration: work + 40, service: "frontend", name: "POST /checkout"),
            TestSpan(
                trace: trace, id: id + 1, parent: id, start: at + 5, duration: work + 20, service: "frontend",
                name: "POST", kind: .client),
            TestSpan(
                trace: trace, id: id + 2, parent: id + 1, start: at + 8, duration: work, service: "payment",
                name: "POST /charges", status: fails ? .error : .unset, message: fails ? "card expired" : ""),
        ]
    }

    private var plan: InvestigationPlan {
        func time(_ minutes: Double) -> Timestamp {
            Timestamp(nanoseconds: Int64((Self.start + minutes * 60_000) * 1e6))
        }
        return InvestigationPlan(
            id: "I1", question: "payment is slow", window: TimeRange(start: time(4), end: time(6)),
            baseline: TimeRange(start: time(0), end: time(4)), now: time(6), pseudonymKey: "key")
    }

    private func dossier(rowLimit: Int) async -> Dossier {
        await TelemetryDossierBuilder(source: InMemorySpanSource(Self.spans), rowLimit: rowLimit).dossier(for: plan)
    }

    @Test func `a sample leads to the same service, and says what it is a sample of`() async throws {
        let whole = await dossier(rowLimit: 10_000)
        let sampled = await dossier(rowLimit: 400)
        #expect(whole.output.isComplete && !sampled.output.isComplete)
        let note = try #require(sampled.output.notes.first { $0.contains("of 4320 spans") })
        let read = try #require(note.split(separator: " ").compactMap { Int($0) }.first)
        #expect((500..<1100).contains(read) && read % 3 == 0, "whole traces of three spans each")
        for dossier in [whole, sampled] {
            #expect(dossier.output.summary.contains("most suspicious: payment, slower in its own work"))
        }
    }

    @Test func `the rare failing trace is found whether or not the sample has it`() async throws {
        let whole = await dossier(rowLimit: 10_000)
        let sampled = await dossier(rowLimit: 100)
        func overview(_ dossier: Dossier) -> [String] {
            guard case .table(let table)? = dossier.output.sections.first(where: { $0.name == "overview" })?.content
            else { return [] }
            return table.rows.map { $0.map { $0.string ?? "" }.joined(separator: " ") }.filter {
                $0.hasPrefix("example_trace") || $0.hasPrefix("error_message")
            }
        }
        #expect(overview(whole) == overview(sampled))
        #expect(overview(sampled).contains("error_message card expired"))
    }

    @Test func `the same spans are read every time`() async {
        let first = await dossier(rowLimit: 400)
        #expect(first == (await dossier(rowLimit: 400)))
    }
}
