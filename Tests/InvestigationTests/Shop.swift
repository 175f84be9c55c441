import Investigation
import JSONValues
import LanguageModels
import Telemetry
import TestSupport
import ToolKit

@testable import Investigation

/// A shop of three services in which build 1.5.0 of `cart` made `GET /cart` slow at 10:05.
enum Shop {
    static let onset = at("10:05:00")
    static let window = TimeRange(start: at("10:00:00"), end: at("10:30:00"))
    static let baseline = TimeRange(start: at("09:00:00"), end: at("10:00:00"))

    static func at(_ time: String) -> Timestamp {
        Timestamp(iso8601: "2026-11-24T\(time)Z") ?? Timestamp(nanoseconds: 0)
    }

    static func plan(
        id: String = "i1", mode: InvestigationPlan.Mode = .investigate, budget: Budget = Budget(),
        question: String = "cart is slow", signals: [PlannedSignal]? = nil
    ) -> InvestigationPlan {
        InvestigationPlan(
            id: id, caseID: "1", mode: mode, question: question,
            signals: signals ?? [
                PlannedSignal(source: "alertmanager", summary: "p99 of cart above 500 ms", service: "cart", time: onset)
            ],
            window: window, baseline: baseline, now: at("10:30:00"), environment: .named("production"), budget: budget,
            destinations: ["github:example/shop#12"], pseudonymKey: "key of this investigation")
    }

    static let facts = Dossier.Facts(
        onset: onset,
        edges: [.init(caller: "web", callee: "cart"), .init(caller: "cart", callee: "stock")],
        deviations: [
            .init(service: "cart", operation: "GET /cart", measure: "latency", onset: onset),
            .init(service: "web", operation: "GET /", measure: "latency", onset: at("10:05:20")),
        ],
        builds: [
            .init(service: "cart", build: "1.4.0", firstSeen: at("08:00:00")),
            .init(service: "cart", build: "1.5.0", revision: "3f2a9c1d", firstSeen: at("10:04:30")),
        ],
        services: ["cart", "stock", "web"])

    static var dossier: Dossier {
        let services = ToolTable(
            columns: [
                .init("service"), .init("operation"), .init("p99_baseline", unit: "ms"),
                .init("p99_window", unit: "ms"),
                .init("errors_window", unit: "share"),
            ],
            rows: [
                ["cart", "GET /cart", 120.4, 843.2, 0.001], ["web", "GET /", 180.0, 905.5, 0.002],
                ["stock", "GET /stock", 40.0, 41.0, 0.0],
            ])
        return Dossier(
            output: ToolOutput(
                summary: "3 operations, 2 of them slower",
                sections: [.init(name: "services", content: .table(services))],
                backend: "spans.db", window: window),
            firstReport: Report(
                title: "GET /cart of cart is slow",
                answer: "p99 of GET /cart rose from 120.4 ms to 843.2 ms at 10:05.", severity: .warning,
                impact: Impact(affected: [.init(service: "cart", operation: "GET /cart")]),
                claims: [slowClaim]),
            facts: facts)
    }

    static let slowClaim = Claim(
        text: "The p99 of GET /cart of cart rose from 120.4 ms to 843.2 ms",
        citations: [
            Citation(
                evidence: "E1", section: "services", row: ["service": "cart"], column: "p99_baseline", value: 120.4,
                unit: "ms"),
            Citation(
                evidence: "E1", section: "services", row: ["service": "cart"], column: "p99_window", value: 843.2,
                unit: "ms"),
        ])

    struct Dossiers: DossierBuilding {
        var dossier = Shop.dossier
        func dossier(for plan: InvestigationPlan) async -> Dossier { dossier }
    }

    static func registry(_ more: [AnyTool] = []) -> ToolRegistry {
        ToolRegistry(more + [tool("query_spans") { _ in builds }, tool("diff_builds") { _ in diff }])
    }

    static func tool(
        _ name: ToolName, _ answer: @escaping @Sendable (JSONValue) throws(ToolFailure) -> ToolOutput
    ) -> AnyTool {
        AnyTool(
            definition: ToolDefinition(
                name: name,
                words: ToolWords(
                    description: "Answers with what the test says.",
                    inputSchema: ["type": "object", "additionalProperties": true]))
        ) { (arguments: JSONValue, _: ToolContext) async throws(ToolFailure) -> ToolOutput in try answer(arguments) }
    }

    static let builds = ToolOutput(
        summary: "2 builds of cart, by p99",
        sections: [
            .init(
                name: "groups",
                content: .table(
                    ToolTable(
                        columns: [
                            .init("service"), .init("build"), .init("p99", unit: "ms"), .init("p50", unit: "ms"),
                            .init("count", unit: "count"),
                        ],
                        rows: [["cart", "1.5.0", 851.0, 512.0, 4210], ["cart", "1.4.0", 119.0, 44.0, 39_120]])))
        ], backend: "spans.db", window: window)

    static let diff = ToolOutput(
        summary: "1 commit between 1.4.0 and 1.5.0 of cart",
        sections: [
            .init(
                name: "commits",
                content: .table(
                    ToolTable(
                        columns: [
                            .init("commit"), .init("title", isUntrusted: true), .init("files", isUntrusted: true),
                        ],
                        rows: [["3f2a9c1d77e0", "Price every line on its own", "cart/prices.py"]]))),
            .init(
                name: "source",
                content: .text(
                    "cart/prices.py at 3f2a9c1d77e0\n40: def total(lines):\n41:     for line in lines:\n"
                        + "42:         total += price(line)\n43:     return total")),
        ], backend: "git")

    /// A ledger that keeps every rule, once E2 exists.
    static let ledger: JSONValue = [
        "record": [
            [
                "id": "H1", "statement": "build 1.5.0 of cart is slow", "kind": "fault", "status": "supported",
                "supporting": ["E2"], "tests": ["E2"],
            ],
            [
                "id": "H2", "statement": "nothing changed", "kind": "no_fault", "status": "refuted",
                "opposing": ["E1"], "tests": ["E1"],
            ],
            [
                "id": "H3", "statement": "stock is slow as well", "kind": "second_cause", "status": "refuted",
                "opposing": ["E1"], "tests": ["E1"],
            ],
        ],
        "silent_services_checked": ["E1"],
    ]

    static let submission: JSONValue = [
        "title": "Build 1.5.0 of cart made GET /cart slow",
        "answer": "Since 10:05 UTC GET /cart is slow; build 1.5.0 prices every line on its own.",
        "outcome": "cause_found", "severity": "warning", "onset": "2026-11-24T10:05:00Z",
        "affected": [["service": "cart", "operation": "GET /cart", "observation": "p99 120 ms to 843 ms"]],
        "healthy": [["service": "stock", "observation": "unchanged"]],
        "timeline": [["time": "2026-11-24T10:04:30Z", "text": "build 1.5.0 appears"]],
        "cause": [
            "statement": "Build 1.5.0 of cart asks for a price per line", "mechanism": "one call per line",
            "path": [["service": "cart", "operation": "GET /cart"], ["service": "web"]],
            "bad_build": ["service": "cart", "build": "1.5.0", "previous": "1.4.0"],
        ],
        "suspects": [
            [
                "kind": "commit", "name": "3f2a9c1d77e0", "reason": "it prices every line on its own",
                "file": "cart/prices.py", "line": 42, "hunk": "+        total += price(line)",
            ]
        ],
        "claims": [
            [
                "text": "The p99 of build 1.5.0 of cart is 851 ms, that of 1.4.0 is 119 ms", "kind": "observed",
                "citations": [
                    [
                        "evidence": "E2", "section": "groups", "row": ["build": "1.5.0"], "column": "p99",
                        "value": 851.0, "unit": "ms",
                    ],
                    [
                        "evidence": "E2", "section": "groups", "row": ["build": "1.4.0"], "column": "p99",
                        "value": 119.0, "unit": "ms",
                    ],
                ],
            ]
        ],
        "next_steps": ["Roll back cart to 1.4.0"],
    ]

    /// A report that needs the builds of `query_spans` (E2) and nothing else.
    static var submissionFromBuilds: JSONValue {
        var members = submission.object ?? [:]
        members["suspects"] = nil
        return .object(members)
    }

    static func call(_ name: String, _ arguments: JSONValue = [:], id: String = "") -> ToolCall {
        ToolCall(id: id.isEmpty ? "call_\(name)" : id, name: name, arguments: arguments)
    }

    /// A model that does everything right.
    static var goodScript: [ScriptedModel.Answer] {
        [
            .calls(
                call("query_spans", ["group_by": ["build"]], id: "a"),
                call("diff_builds", ["service": "cart"], id: "b"),
                usage: TokenUsage(input: 2000, output: 100)),
            .calls(call("hypotheses", ledger), usage: TokenUsage(input: 3000, cacheRead: 2000, output: 100)),
            .calls(call("submit_report", submission), usage: TokenUsage(input: 3500, cacheRead: 3000, output: 400)),
        ]
    }

    static func investigator(
        _ models: [any LanguageModel], recorder: any InvestigationRecorder = InMemoryRecorder(),
        registry: ToolRegistry = registry(), dossiers: any DossierBuilding = Dossiers(),
        now: @escaping @Sendable () -> Timestamp = { at("10:31:00") }
    ) -> Investigator {
        Investigator(models: models, registry: registry, recorder: recorder, dossiers: dossiers, now: now)
    }
}
