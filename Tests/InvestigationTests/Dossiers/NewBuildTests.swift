import Investigation
import JSONValues
import SpanSources
import Synchronization
import Telemetry
import TestSupport
import Testing
import ToolKit

/// Which builds a dossier calls new: window from the fourth to the sixth minute, baseline before it.
struct NewBuildTests {
    private static let start = 1_700_000_040_000.0

    private static func time(_ minutes: Double) -> Timestamp {
        Timestamp(nanoseconds: Int64((start + minutes * 60_000) * 1e6))
    }

    private static let plan = InvestigationPlan(
        id: "I1", question: "payment fails",
        signals: [PlannedSignal(source: "test", summary: "?", service: "payment", time: time(5))],
        window: TimeRange(start: time(4), end: time(6)), baseline: TimeRange(start: time(0), end: time(4)),
        now: time(6), pseudonymKey: "key")

    /// Two spans a second of one build, all of which fail in the window where it is `bad`.
    private static func spans(
        _ build: String, from start: Double, to end: Double, service: String = "payment", bad: Bool = false
    ) -> [TestSpan] {
        (0..<Int((end - start) * 120)).map { number -> TestSpan in
            let minute = start + Double(number) / 120
            return TestSpan(
                id: 1, start: Self.start + minute * 60_000, duration: 20, service: service,
                name: "POST /charges", status: bad && minute >= 4 ? .error : .unset,
                resource: ["service.version": .string(build)])
        }
    }

    private final class Asked: SuspectFinding {
        let questions = Mutex<[SuspectQuestion]>([])

        func suspects(for question: SuspectQuestion) async throws -> SuspectTable {
            questions.withLock { $0.append(question) }
            return SuspectTable()
        }
    }

    /// The builds of `payment` in the dossier's table with whether they are new, and what was asked about suspects.
    private func told(_ spans: [TestSpan]) async throws -> (builds: [String: Bool], question: SuspectQuestion) {
        let asked = Asked()
        let spans = spans.enumerated().map { place, span in
            var span = span
            (span.trace, span.id) = (UInt64(place + 1), UInt64(place + 1))
            return span
        }
        let dossier = await TelemetryDossierBuilder(source: InMemorySpanSource(spans), suspects: asked)
            .dossier(for: Self.plan)
        let section = try #require(dossier.output.sections.first { $0.name == "builds" })
        guard case .table(let table) = section.content else { throw CancellationError() }
        func place(_ name: String) throws -> Int { try #require(table.columns.firstIndex { $0.name == name }) }
        let (service, build, isNew) = (try place("service"), try place("build"), try place("is_new"))
        let mine = table.rows.filter { $0[service] == "payment" }
        let builds = mine.map { ($0[build].string ?? "", $0[isNew].boolean == true) }
        let new = builds.filter(\.1).map { "first span of payment \($0.0)" }
        #expect(dossier.firstReport.timeline.map(\.text).filter { $0.hasPrefix("first span of payment") } == new)
        return (
            Dictionary(builds, uniquingKeysWith: { first, _ in first }),
            try #require(asked.questions.withLock { $0.first })
        )
    }

    @Test func `of two builds that stood side by side all the time, none is new`() async throws {
        let (builds, question) = try await told(
            Self.spans("1", from: 0, to: 6) + Self.spans("2", from: 0.2, to: 6, bad: true))
        #expect(builds == ["1": false, "2": false])
        #expect(question.build == "2" && question.previousBuild == nil && !question.isOfNewerBuild)
    }

    @Test(arguments: [(1.0, false), (3.5, true), (4.5, true)])
    func `a build is new that came in the window or shortly before, not one that most of the baseline ran`(
        _ minute: Double, _ isNew: Bool
    ) async throws {
        let (builds, question) = try await told(
            Self.spans("1", from: 0, to: minute) + Self.spans("2", from: minute, to: 6, bad: true))
        #expect(builds == ["1": false, "2": isNew])
        #expect(question.build == "2" && question.previousBuild == (isNew ? "1" : nil))
    }

    @Test func `a new build is held against one of the baseline, not against another new one`() async throws {
        let (_, question) = try await told(
            Self.spans("1", from: 0, to: 3.8) + Self.spans("2", from: 3.8, to: 4.4)
                + Self.spans("3", from: 4.4, to: 6, bad: true))
        #expect(question.build == "3" && question.previousBuild == "1")
    }

    @Test func `what came shortly after the first telemetry of all was there before`() async throws {
        let (builds, _) = try await told(
            Self.spans("1", from: 3, to: 3.8) + Self.spans("2", from: 3.8, to: 6, bad: true))
        #expect(builds == ["1": false, "2": true])
    }

    @Test func `what a new build replaced is told however many services there are`() async throws {
        let others = (0..<20).flatMap { Self.spans("9", from: 0.1, to: 6, service: "other-\($0)") }
        let (builds, _) = try await told(
            Self.spans("1", from: 0, to: 3.8) + Self.spans("2", from: 3.8, to: 6, bad: true) + others)
        #expect(builds == ["1": false, "2": true])
    }
}
