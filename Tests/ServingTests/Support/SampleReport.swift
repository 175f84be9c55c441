import Casebook
import Investigation
import JSONValues
import Telemetry
import ToolKit

/// 2026-11-24T10:00:00Z.
let sampleTime = Timestamp(nanoseconds: 1_795_514_400_000_000_000)

/// A report with something in every part.
enum SampleReport {
    /// Files a case, its investigation and its report; all of them have the number 1.
    static func publish(
        _ report: Report = report, _ evidence: [Evidence] = evidence, in casebook: CaseStore
    ) async throws {
        let signal = Signal(
            dedupKey: "k", kind: .alert, source: "alertmanager", title: "cart error ratio is 12%", severity: .critical,
            service: "cart", startedAt: sampleTime, destinations: ["github:owner/repo#12"])
        let recorded = try await casebook.record(signal)
        let window = TimeRange(last: .seconds(300), before: sampleTime + .seconds(120))
        let plan = InvestigationPlan(
            id: "i", caseID: "\(recorded.case.id)", question: "why?", window: window, baseline: window, now: sampleTime,
            pseudonymKey: "key")
        try await casebook.append([.told("look", .opening)], evidence: evidence, at: 0, to: plan)
        try await casebook.save(report, isFinal: true, of: plan)
    }

    static var report: Report {
        Report(
            title: "cart answers POST /add with errors since build 1.5.0",
            answer: "Since 09:58 UTC, 12 % of POST /add fail. Build 1.5.0 divides by the number of discounts, "
                + "which is zero for carts without one.",
            outcome: .causeFound, severity: .critical, confidence: .likely, onset: sampleTime, impact: impact,
            timeline: [
                TimelineEntry(time: sampleTime - .seconds(95), text: "cart 1.5.0 is deployed to production"),
                TimelineEntry(time: sampleTime, text: "errors of POST /add begin to rise"),
            ], cause: cause, suspects: [suspect], claims: claims, hypotheses: hypotheses,
            blindSpots: [BlindSpot(missing: "no span covers discounts", instrumentation: "a span around price()")],
            nextSteps: ["Roll back cart to 1.4.2"],
            predictions: [Prediction(text: "the error rate returns below 0.5 % once 1.5.0 is rolled back")],
            notes: ["one claim was rejected"],
            making: Making(
                models: ["rulebook/1"], prompt: "investigate", promptHash: "0123456789abcdef", steps: 6,
                seconds: 1.234, ending: "the report was submitted"))
    }

    static var evidence: [Evidence] {
        let table = ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("build"),
                .init("errors", unit: "share"), .init("p99", unit: "ms"),
            ],
            rows: [
                ["cart", "POST /add", "1.4.2", 0.0011, 41.25], ["cart", "POST /add", "1.5.0", 0.1203, 47.5],
            ])
        return [
            Evidence(
                id: EvidenceID(1), tool: "compare_spans", arguments: ["service": "cart"],
                output: ToolOutput(
                    summary: "POST /add by build", sections: [.init(name: "selection", content: .table(table))],
                    backend: "spans.db", window: TimeRange(last: .seconds(300), before: sampleTime + .seconds(120)),
                    notes: ["120 rows are few"]),
                takenAt: sampleTime + .seconds(200)),
            Evidence(
                id: EvidenceID(2), tool: "read_source", arguments: ["path": "cart/price.py"],
                output: ToolOutput(
                    summary: "cart/price.py at 0123456",
                    sections: [.init(name: "source", content: .text("41  def price(cart):\n42      return total / n"))],
                    backend: "git"), takenAt: sampleTime + .seconds(210)),
        ]
    }

    private static var impact: Impact {
        Impact(
            affected: [.init(service: "cart", operation: "POST /add", observation: "errors 0.1 % → 12 %")],
            healthy: [.init(service: "search", observation: "no change")],
            notChecked: [.init(service: "mailer", observation: "no spans")])
    }

    private static var cause: Cause {
        Cause(
            statement: "cart 1.5.0 divides by zero for carts without a discount",
            mechanism: "price() divides the total by the number of discounts.",
            path: [.init(service: "cart", operation: "POST /add"), .init(service: "frontend", operation: "POST /buy")],
            badBuild: .init(service: "cart", build: "1.5.0", previous: "1.4.2"), isEstablished: true)
    }

    private static var suspect: Suspect {
        Suspect(
            kind: .commit, name: "0123456789abcdef0123456789abcdef01234567",
            reason: "It changes the function that every failing trace ends in.",
            title: "Spread the discount over the items", file: "cart/price.py", line: 42,
            hunk: "@@ -40,3 +40,3 @@\n def price(cart):\n-    return total\n+    return total / len(cart.discounts)",
            citations: [Citation(evidence: "E2", section: "source", line: 42)], isVerified: true)
    }

    private static var claims: [Claim] {
        let row: [String: JSONValue] = ["build": "1.5.0"]
        return [
            Claim(
                text: "12 % of POST /add fail in build 1.5.0",
                citations: [Citation(evidence: "E1", row: row, column: "errors", value: 0.1203, unit: "share")],
                outcome: .init(.verified)),
            Claim(
                text: "p99 doubled", citations: [Citation(evidence: "E1", row: row, column: "p99", value: 82)],
                outcome: .init(.rejected, reasons: ["E1 has 47.5 ms in that cell"])),
            Claim(text: "no other change was made by hand", kind: .assumed, outcome: .init(.assumed)),
        ]
    }

    private static var hypotheses: [Hypothesis] {
        [
            Hypothesis(
                id: "H1", statement: "build 1.5.0 brought it", status: .supported, supporting: [EvidenceID(1)],
                reason: "only 1.5.0 fails"),
            Hypothesis(
                id: "H2", statement: "the database is slow", status: .refuted, opposing: [EvidenceID(1)],
                reason: "its spans did not change"),
        ]
    }
}
