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
            ("error_records", errorRecords), ("critical_path", path), ("calls", calls), ("suspects", suspects),
            ("flags", flags), ("people", people),
            ("deploy_diff", deployDiff), ("course", facts.course?.table ?? ToolTable(columns: [], rows: [])),
        ].filter { !$0.1.rows.isEmpty }
        return ToolOutput(
            summary: summary, sections: sections.map { .init(name: $0.0, content: .table($0.1)) }, backend: backend,
            window: plan.window, isComplete: facts.sample == nil, notes: notes)
    }

    private var summary: String {
        if let silence = facts.silence {
            return "all \(silence.services.count) services are silent: \(Int(silence.seen)) spans where "
                + "\(Int(silence.due)) were due"
        }
        let affected = facts.affected.count
        let lead = facts.lead.map { "; most suspicious: \($0.service), \($0.faultKind.words)" } ?? ""
        if affected == 0, facts.lead == nil {
            return facts.failing?.telling.map { "no operation deviates as a whole; failures where \($0.conditionText)" }
                ?? "no operation deviates from its baseline"
        }
        return "\(affected) of \(facts.operations.count) operations deviate\(lead)"
    }

    private var notes: [String] {
        var notes = facts.notes
        if let sample = facts.sample {
            notes.append(
                "localisation, signals, calls and critical_path rest on whole traces chosen by id: \(sample.read) of "
                    + "\(sample.all) spans; everything else on all spans")
        }
        if !facts.comparison.isEmpty { notes.append("differences: \(facts.comparison)") }
        if let course = facts.course { notes.append("course: \(course.caption)") }
        if let root = facts.pathRoot, let path = facts.path {
            notes.append(
                "critical_path: traces that begin with \(root.service) \(root.name), \(path.traces) now and "
                    + "\(path.baselineTraces) before; milliseconds per trace on the path, their changes add up")
        }
        if let reason = facts.noSuspectReason { notes.append("suspects: none of the changes; \(reason)") }
        return notes
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
