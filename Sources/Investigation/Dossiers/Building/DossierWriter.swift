import Analysis
import JSONValues
import Telemetry
import ToolKit

/// Writes what was gathered as tables for a model, a report for people and facts for the gate.
struct DossierWriter {
    let plan: InvestigationPlan
    let facts: DossierFacts
    let backend: String

    init(_ plan: InvestigationPlan, _ facts: DossierFacts, backend: String) {
        self.plan = plan
        self.facts = facts
        self.backend = backend
    }

    var dossier: Dossier {
        Dossier(output: output, firstReport: FirstReport(plan, facts).report, facts: gateFacts)
    }

    private var output: ToolOutput {
        let sections = [
            ("overview", overview), ("operations", operations), ("localisation", localisation), ("signals", signals),
            ("differences", differences), ("combinations", combinations), ("builds", builds),
            ("critical_path", path), ("calls", calls), ("suspects", suspects), ("flags", flags), ("people", people),
            ("deploy_diff", deployDiff),
        ].filter { !$0.1.rows.isEmpty }
        return ToolOutput(
            summary: summary, sections: sections.map { .init(name: $0.0, content: .table($0.1)) }, backend: backend,
            window: plan.window, notes: notes)
    }

    private var summary: String {
        let affected = facts.affected.count
        let lead = facts.lead.map { "; most suspicious: \($0.service), \($0.faultKind.words)" } ?? ""
        return affected == 0 && facts.lead == nil
            ? "no operation deviates from its baseline"
            : "\(affected) of \(facts.operations.count) operations deviate\(lead)"
    }

    private var notes: [String] {
        var notes = facts.notes
        if !facts.comparison.isEmpty { notes.append("differences: \(facts.comparison)") }
        if let root = facts.pathRoot, let path = facts.path {
            notes.append(
                "critical_path: traces that begin with \(root.service) \(root.name), \(path.traces) now and "
                    + "\(path.baselineTraces) before; milliseconds per trace on the path, their changes add up")
        }
        if let reason = facts.noSuspectReason { notes.append("suspects: none of the changes; \(reason)") }
        return notes
    }

    private var overview: ToolTable {
        var rows: [[JSONValue]] = [["onset", facts.onset.map { .string("\($0)") } ?? "unknown"]]
        if let exemplar = facts.exemplar { rows.append(["example_trace", .string("\(exemplar)")]) }
        for service in silentServices { rows.append(["silent_service", .string(service)]) }
        for exception in facts.exceptions {
            rows.append(["exception", .string("\(exception.type): \(exception.message)")])
        }
        for message in facts.messages { rows.append(["error_message", .string(message)]) }
        return ToolTable(columns: [.init("fact"), .init("value", isUntrusted: true)], rows: rows)
    }

    private var operations: ToolTable {
        let shown = facts.affected.prefix(10) + facts.operations.filter { $0.deviations.isEmpty }.prefix(6)
        return ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("kind"), .init("deviates"),
                .init("spans", unit: "count"), .init("spans_before", unit: "count"), .init("errors", unit: "share"),
                .init("errors_before", unit: "share"), .init("p95", unit: "ms"), .init("p95_before", unit: "ms"),
            ],
            rows: shown.map {
                [
                    .string($0.service), .string($0.operation), .string($0.kind),
                    .string($0.deviations.joined(separator: ", ")), .rounded($0.count), .rounded($0.baselineCount),
                    .rounded($0.errorShare), .rounded($0.baselineErrorShare), .rounded($0.milliseconds),
                    .rounded($0.baselineMilliseconds),
                ]
            })
    }

    private var localisation: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("score"), .init("looks"), .init("operation", isUntrusted: true),
                .init("instance"), .init("code", isUntrusted: true), .init("evidence", isUntrusted: true),
            ],
            rows: (facts.localisation?.candidates ?? []).prefix(5).map { candidate in
                [
                    .string(candidate.service), .rounded(candidate.score), .string(candidate.faultKind.words),
                    .string(candidate.operation), candidate.instance.map(JSONValue.string) ?? .null,
                    candidate.codeRegions.first.map(JSONValue.string) ?? .null,
                    .string(candidate.evidence.prefix(2).map(\.explanation).joined(separator: " ")),
                ]
            })
    }

    /// The measures behind the first candidates, one row each; what is not measured in a unit is null.
    private var signals: ToolTable {
        let units = ["share", "ms", "count"]
        let rows = (facts.localisation?.candidates ?? []).prefix(2).flatMap { $0.evidence.prefix(3) }
        return ToolTable(
            columns: [
                .init("n"), .init("service"), .init("signal"), .init("caller"), .init("operation", isUntrusted: true),
            ] + units.flatMap { [.init($0, unit: $0), .init("\($0)_before", unit: $0)] } + [
                .init("spans", unit: "count"), .init("spans_before", unit: "count"),
            ],
            rows: rows.enumerated().map { position, evidence in
                let measures = units.flatMap { unit -> [JSONValue] in
                    unit == evidence.unit
                        ? [.rounded(evidence.observed), .rounded(evidence.expected)] : [.null, .null]
                }
                let head: [JSONValue] = [
                    .integer(Int64(position + 1)), .string(evidence.service), .string(evidence.signal.rawValue),
                    .string(evidence.operationService), .string(evidence.operation),
                ]
                return head + measures + [
                    .integer(Int64(evidence.sampleSize)), .integer(Int64(evidence.baselineSize)),
                ]
            })
    }

    private var differences: ToolTable {
        ToolTable(
            columns: [
                .init("condition", isUntrusted: true), .init("share", unit: "share"),
                .init("share_rest", unit: "share"),
                .init("also", isUntrusted: true),
            ],
            rows: facts.differences.prefix(6).map { difference in
                [
                    .string(difference.conditionText), .rounded(difference.support),
                    .rounded(difference.baselineShare),
                    .string(
                        difference.equivalents.prefix(4).map { "\($0.field) = \($0.value)" }.joined(separator: ", ")),
                ]
            })
    }

    private var combinations: ToolTable {
        ToolTable(
            columns: [
                .init("combination", isUntrusted: true), .init("failures", unit: "count"),
                .init("expected", unit: "count"), .init("spans", unit: "count"), .init("score"),
            ],
            rows: facts.combinations.prefix(6).map {
                [
                    .string($0.conditionText), .rounded($0.failures), .rounded($0.expectedFailures),
                    .rounded($0.count), .rounded($0.score),
                ]
            })
    }

    private var builds: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("build"), .init("revision"), .init("first_seen", unit: "utc"),
                .init("spans", unit: "count"), .init("errors", unit: "share"), .init("p95", unit: "ms"),
            ],
            rows: facts.builds.suffix(12).map {
                [
                    .string($0.service), .string($0.build), $0.revision.map(JSONValue.string) ?? .null,
                    .string("\($0.firstSeen)"), .rounded($0.count), .rounded($0.errorShare), .rounded($0.milliseconds),
                ]
            })
    }

    private var path: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("now", unit: "ms"),
                .init("before", unit: "ms"), .init("added", unit: "ms"),
            ],
            rows: (facts.path?.parts ?? []).prefix(6).map {
                [
                    .string($0.operation.service), .string($0.operation.name), .rounded($0.milliseconds),
                    .rounded($0.baselineMilliseconds), .rounded($0.addedMilliseconds),
                ]
            })
    }

    /// The calls between services that deviate or are suspected, so that a way from fault to symptom can be read.
    private var calls: ToolTable {
        var names = Set(facts.affected.map(\.service))
        names.formUnion((facts.localisation?.candidates ?? []).prefix(5).map(\.service))
        let edges = (facts.map?.calls ?? [:]).flatMap { caller, callees in
            callees.map { (caller: caller, callee: $0.key, count: $0.value) }
        }.filter { names.contains($0.caller) && names.contains($0.callee) }
        return ToolTable(
            columns: [.init("caller"), .init("callee"), .init("calls", unit: "count")],
            rows: edges.sorted { ($1.count, $0.caller, $0.callee) < ($0.count, $1.caller, $1.callee) }.prefix(20).map {
                [.string($0.caller), .string($0.callee), .integer(Int64($0.count))]
            })
    }

    private var suspects: ToolTable {
        ToolTable(
            columns: [
                .init("kind"), .init("name"), .init("title", isUntrusted: true), .init("file", isUntrusted: true),
                .init("reason", isUntrusted: true),
            ],
            rows: facts.suspects.prefix(5).map {
                [
                    .string($0.kind.rawValue), .string($0.name), $0.title.map(JSONValue.string) ?? .null,
                    $0.file.map(JSONValue.string) ?? .null, .string($0.reason),
                ]
            })
    }

    /// A flag's variants at the same time, in the same build, on the same operation.
    private var flags: ToolTable {
        let rows = facts.flags.prefix(4).flatMap { contrast in contrast.regressions.prefix(2).map { (contrast, $0) } }
        return ToolTable(
            columns: [
                .init("flag", isUntrusted: true), .init("worse", isUntrusted: true), .init("better", isUntrusted: true),
                .init("operation", isUntrusted: true), .init("errors_worse", unit: "share"),
                .init("errors_better", unit: "share"), .init("p95_worse", unit: "ms"), .init("p95_better", unit: "ms"),
            ],
            rows: rows.map { contrast, change in
                [
                    .string(contrast.flag), .string(contrast.worse), .string(contrast.better),
                    .string(change.operation.name), .rounded(change.after?.failures.share ?? 0),
                    .rounded(change.before?.failures.share ?? 0), .rounded(change.after?.latency.quantile(0.95) ?? 0),
                    .rounded(change.before?.latency.quantile(0.95) ?? 0),
                ]
            })
    }

    /// Who met it; of users and tenants how many different ones, of sorts how many spans.
    private var people: ToolTable {
        var rows: [[JSONValue]] = []
        func add(_ name: String, _ affected: Int?, _ seen: Int?) {
            guard let affected, let seen else { return }
            rows.append([.string(name), .integer(Int64(affected)), .integer(Int64(seen))])
        }
        add("users", facts.people?.usersAffected, facts.people?.usersSeen)
        add("tenants", facts.people?.tenantsAffected, facts.people?.tenantsSeen)
        for sort in facts.people?.segments.prefix(6) ?? [] {
            rows.append([.string("\(sort.field) = \(sort.value)"), .rounded(sort.failures), .rounded(sort.spans)])
        }
        return ToolTable(
            columns: [.init("who", isUntrusted: true), .init("affected", unit: "count"), .init("seen", unit: "count")],
            rows: rows)
    }

    /// What the watch of the deploy that opened the case had found.
    private var deployDiff: ToolTable {
        ToolTable(
            columns: [.init("finding", isUntrusted: true)],
            rows: plan.signals.flatMap { $0.findings ?? [] }.prefix(20).map { [.string($0)] })
    }

    private var silentServices: [String] {
        (facts.localisation?.candidates ?? []).filter { $0.evidence.contains { $0.signal == .silence } }.map(\.service)
    }

    private var gateFacts: Dossier.Facts {
        let onset = facts.onset ?? plan.window.start
        var deviations = facts.affected.flatMap { change in
            change.deviations.map {
                Dossier.Deviation(service: change.service, operation: change.operation, measure: $0, onset: onset)
            }
        }
        for candidate in facts.localisation?.candidates ?? [] where candidate.score >= DossierFacts.minimumLeadScore {
            let measure: String
            switch candidate.faultKind {
            case .silence: measure = "silence"
            case .exception, .earlyReturn: measure = "errors"
            case .delay, .moreCalls, .slowWork, .unknown: measure = "latency"
            }
            deviations.append(
                Dossier.Deviation(
                    service: candidate.service, operation: candidate.operation.isEmpty ? nil : candidate.operation,
                    measure: measure, onset: onset))
        }
        let edges = (facts.map?.calls ?? [:]).flatMap { caller, callees in
            callees.keys.map { Dossier.Edge(caller: caller, callee: $0) }
        }.sorted { ($0.caller, $0.callee) < ($1.caller, $1.callee) }
        return Dossier.Facts(
            onset: facts.onset, edges: edges, deviations: deviations,
            builds: facts.builds.map {
                .init(service: $0.service, build: $0.build, revision: $0.revision, firstSeen: $0.firstSeen)
            }, silentServices: silentServices,
            services: facts.localisation?.services ?? Array(Set(facts.operations.map(\.service))).sorted(),
            people: facts.people)
    }
}

extension JSONValue {
    /// A number with four significant digits; whole numbers stay whole.
    static func rounded(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .null }
        if value == value.rounded(), abs(value) < 1e15 { return .integer(Int64(value)) }
        var scale = 1.0
        while abs(value) * scale < 1000, scale < 1e12 { scale *= 10 }
        return .number((value * scale).rounded() / scale)
    }
}
