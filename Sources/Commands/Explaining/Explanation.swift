import Analysis
import Foundation
import Investigation
import JSONValues
import Telemetry
import ToolKit

/// Every signal of a localisation as text, from a plan's telemetry and its dossier.
struct Explanation {
    let plan: InvestigationPlan
    private let telemetry: TelemetryBatch
    private let spanCount: Int
    private let dossier: ToolOutput
    private let localisation: Localisation

    init(_ plan: InvestigationPlan, _ telemetry: CaseTelemetry, _ dossier: ToolOutput) {
        self.plan = plan
        self.telemetry = telemetry.batch
        spanCount = telemetry.spanCount
        self.dossier = dossier
        localisation = Localisation(telemetry.measures(plan))
    }

    func text(services: Int, evidence: Int) -> String {
        let candidates = Array(localisation.candidates.prefix(services))
        return [
            "window    \(plan.window)\nbaseline  \(plan.baseline)\n"
                + "\(telemetry.spans.count) of \(spanCount) spans and \(telemetry.events.count) log records and events were "
                + "read\n",
            ranking(candidates), candidates.map { self.evidence($0, evidence) }.joined(),
            criticalPath, onsets, propagation(candidates), spectrum,
            section("differences", "Values that the failing or slow spans share, against the others"),
            section("combinations", "Combinations that the surplus of failures is about"),
            section("builds", "Builds, in order of appearance"),
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func ranking(_ candidates: [Localisation.Candidate]) -> String {
        guard !candidates.isEmpty else { return "No service shows a change beyond its usual movement.\n" }
        let signals = LocalisationEvidence.Signal.allCases.filter { signal in
            candidates.contains { $0.evidence.contains { $0.signal == signal } }
        }
        var table = TextTable(headers: ["SERVICE", "SCORE", "LOOKS"] + signals.map(\.rawValue) + ["INSTANCE"])
        for candidate in candidates {
            let strongest = signals.map { signal in
                candidate.evidence.filter { $0.signal == signal }.map(\.score).max().map(Self.number) ?? "-"
            }
            table.add(
                [candidate.service, Self.number(candidate.score), candidate.faultKind.rawValue] + strongest
                    + [candidate.instance ?? "-"])
        }
        return
            "Scores, in logarithm units of change beyond usual movement; the strongest group counts whole, the second "
            + "\(LocalisationParameters().agreementShare) of it\n" + table.text
    }

    private func evidence(_ candidate: Localisation.Candidate, _ limit: Int) -> String {
        var lines = ["\(candidate.service):"]
        for evidence in candidate.evidence.prefix(limit) {
            lines.append("  \(Self.number(evidence.score))  \(evidence.signal.rawValue): \(evidence.explanation)")
        }
        let hidden = candidate.evidence.count - limit
        if hidden > 0 { lines.append("  and \(hidden) weaker") }
        for region in candidate.codeRegions.prefix(3) { lines.append("  the flow left at \(region)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var criticalPath: String {
        guard let note = dossier.notes.first(where: { $0.hasPrefix("critical_path") }) else { return "" }
        return section("critical_path", "Critical path: \(note.dropFirst("critical_path: ".count))")
    }

    private var onsets: String {
        let found = ServiceOnsets(telemetry.spans, window: plan.window, baseline: plan.baseline).onsets
        guard !found.isEmpty else { return "Onsets: no service begins to deviate at a time that can be told.\n" }
        var table = TextTable(headers: ["BEGAN (UTC)", "SERVICE", "IN"])
        for onset in found { table.add(["\(onset.time)", onset.service, onset.measure]) }
        return "Order of onsets, to ten seconds\n" + table.text
    }

    private func propagation(_ candidates: [Localisation.Candidate]) -> String {
        guard !candidates.isEmpty else { return "" }
        let reaches = Propagation(ServiceMap(telemetry.spans), deviating: candidates.map(\.service)).reaches
        var table = TextTable(headers: ["SERVICE", "EXPLAINS ITS CALLERS", "LEAVES OPEN", "MAY INHERIT FROM"])
        for reach in reaches {
            table.add([
                reach.service, Self.list(reach.explains), Self.list(reach.leavesOpen), Self.list(reach.mayInheritFrom),
            ])
        }
        return "Propagation along the observed calls, among the services above\n" + table.text
    }

    private var spectrum: String {
        let spectrum = TraceSpectrum(telemetry.spans, window: plan.window, baseline: plan.baseline)
        guard spectrum.abnormalTraces > 0 else { return "" }
        var table = TextTable(headers: ["OCHIAI", "ABNORMAL", "NORMAL", "SERVICE", "WHAT"])
        for element in spectrum.elements {
            table.add([
                Self.number(element.score), "\(element.abnormal)", "\(element.normal)", element.service, element.what,
            ])
        }
        return "Spectrum of \(spectrum.abnormalTraces) abnormal and \(spectrum.normalTraces) normal traces\n"
            + table.text
    }

    /// A table of the dossier.
    private func section(_ name: String, _ title: String) -> String {
        for section in dossier.sections where section.name == name {
            guard case .table(let rows) = section.content, !rows.rows.isEmpty else { continue }
            var table = TextTable(headers: rows.columns.map { $0.name.uppercased() })
            for row in rows.rows { table.add(row.map { $0.string ?? $0.double.map(Self.number) ?? "-" }) }
            return "\(title)\n" + table.text
        }
        return ""
    }

    private static func list(_ names: [String]) -> String { names.isEmpty ? "-" : names.joined(separator: ", ") }

    /// Three significant digits.
    private static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}
