import Evaluation
import Foundation
import Investigation
import SpanSources
import Telemetry
import TestSupport
import Testing

/// A case leaves a daemon, masked, and comes back through an evaluation.
struct ExportedCaseTests {
    private static let start = 1_700_000_040_000.0

    /// Five minutes of a shop, the last of which `payment` fails in, with a secret in a message and in an attribute.
    private var spans: [TestSpan] {
        (0..<150).flatMap { number -> [TestSpan] in
            let fails = number >= 120
            let at = Self.start + Double(number) * 2000
            let trace = UInt64(number + 1)
            return [
                TestSpan(
                    trace: trace, id: 1, start: at, duration: 60, service: "frontend", name: "POST /checkout",
                    status: fails ? .error : .unset),
                TestSpan(
                    trace: trace, id: 2, parent: 1, start: at + 8, duration: 30, service: "payment",
                    name: "POST /charges", status: fails ? .error : .unset,
                    message: fails ? "card of jane.doe@example.com refused" : "",
                    ["user.email": .string("jane.doe@example.com"), "shop.currency": .string("JPY")]),
            ]
        }
    }

    private var plan: InvestigationPlan {
        func time(_ minutes: Double) -> Timestamp {
            Timestamp(nanoseconds: Int64((Self.start + minutes * 60_000) * 1e6))
        }
        return InvestigationPlan(
            id: "case-7-1", question: "payment fails for jane.doe@example.com",
            signals: [
                PlannedSignal(source: "error_rate", summary: "payment fails", service: "payment", time: time(4.5))
            ],
            window: TimeRange(start: time(4), end: time(5)), baseline: TimeRange(start: time(0), end: time(4)),
            now: time(5), pseudonymKey: "key")
    }

    @Test func `an exported case holds no secret and no id, and whyd eval finds its service again`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "whyd-export-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let written = try await CaseExport(key: "a key of its own").write(
            ExportedCase(id: "case-7", plan), ExportedCase.Truth(service: "payment", verdict: "right"),
            from: InMemorySpanSource(spans), to: folder.appending(path: "case-7"))
        #expect(written.spans == 300)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "case-7").path) {
            let bytes = try Data(contentsOf: folder.appending(path: "case-7/\(file)"))
            #expect(bytes.range(of: Data("jane.doe".utf8)) == nil, "\(file) holds the address")
        }
        let scratch = folder.appending(path: "scratch")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let report = try await Evaluation.run(
            directory: folder, configuration: EvaluationConfiguration(scratch: scratch))
        #expect(report.groups.map(\.name) == ["exported"] && report.groups[0].score.top(1) == 100, "\(report.table)")
        #expect(report.groups[0].score.cases == 1)
        #expect(report.investigations.wrong.isEmpty)
    }

    @Test func `a folder that exists is not written over`() async throws {
        let error = await #expect(throws: EvaluationError.self) {
            _ = try await CaseExport(key: "key").write(
                ExportedCase(id: "case-7", plan), ExportedCase.Truth(service: nil, verdict: "none"),
                from: InMemorySpanSource(spans), to: FileManager.default.temporaryDirectory)
        }
        #expect(error?.message.contains("exists") == true)
    }
}
