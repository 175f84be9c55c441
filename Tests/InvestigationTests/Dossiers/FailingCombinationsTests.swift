import Investigation
import JSONValues
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit

/// Combinations in a dossier of a service that is being deployed.
struct FailingCombinationsTests {
    private static let start = 1_700_000_040_000.0

    private static func time(_ minutes: Double) -> Timestamp {
        Timestamp(nanoseconds: Int64((start + minutes * 60_000) * 1e6))
    }

    /// Ten charges a second for five minutes; in the last one build 1.6.0 serves two of three, and fails in yen.
    private static let spans: [TestSpan] = (0..<3000).map { number -> TestSpan in
        let isNew = number >= 2400 && number % 3 != 0
        let currencies: [String] = ["EUR", "USD", "JPY", "GBP"]
        let currency = currencies[number / 3 % 4]
        let time: Double = start + Double(number) * 100
        let build: [String: AttributeValue] = ["service.version": .string(isNew ? "1.6.0" : "1.5.0")]
        return TestSpan(
            trace: UInt64(number + 1), id: 1, start: time, duration: 20, service: "payment", name: "POST /charges",
            status: isNew && currency == "JPY" ? .error : .unset, ["shop.currency": .string(currency)], resource: build)
    }

    @Test func `the build that is compared is no part of what fails with it`() async throws {
        let plan = InvestigationPlan(
            id: "I1", question: "payment fails", window: TimeRange(start: Self.time(4), end: Self.time(5)),
            baseline: TimeRange(start: Self.time(0), end: Self.time(4)), now: Self.time(5), pseudonymKey: "key")
        let dossier = await TelemetryDossierBuilder(source: InMemorySpanSource(Self.spans)).dossier(for: plan)
        let section = try #require(dossier.output.sections.first { $0.name == "combinations" })
        guard case .table(let table) = section.content else { throw CancellationError() }
        let place = try #require(table.columns.firstIndex { $0.name == "combination" })
        let found = table.rows.compactMap { $0[place].string }
        #expect(found.first == "span.shop.currency = JPY")
        #expect(!found.contains { $0.contains("JPY") && $0.contains("1.6.0") }, "\(found)")
    }
}
