import JSONValues
import Telemetry

/// Writes the parts of a report, one after the other.
struct MarkdownWriter {
    private let evidenceLink: String?
    private var lines: [String] = []

    init(evidenceLink: String?) { self.evidenceLink = evidenceLink }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func head(_ report: Report) {
        lines.append("# \(MarkdownText.inert(report.title))")
        lines.append("")
        for paragraph in report.answer.split(separator: "\n\n") {
            lines.append(MarkdownText.inert(String(paragraph)))
            lines.append("")
        }
        var facts = [
            "**Severity** \(report.severity.rawValue)", "**Confidence** \(report.confidence.rawValue)",
            "**Outcome** \(report.outcome.rawValue.replacing("_", with: " "))", report.verificationSentence,
        ]
        if let onset = report.onset { facts.insert("**Onset** \(onset)", at: 0) }
        lines.append(facts.joined(separator: " · "))
    }

    mutating func list(_ title: String, _ items: [String]) {
        guard !items.isEmpty else { return }
        heading(title)
        for item in items { lines.append("- \(MarkdownText.inert(item))") }
    }

    mutating func impact(_ impact: Impact) {
        let buckets = [
            ("Affected", impact.affected), ("Checked and healthy", impact.healthy),
            ("Changed for another reason", impact.changedForAnotherReason), ("Not checked", impact.notChecked),
        ]
        guard buckets.contains(where: { !$0.1.isEmpty }) else { return }
        heading("Impact")
        if let people = impact.peopleSentence { lines.append("- Who: \(MarkdownText.inert(people))") }
        for (name, parts) in buckets {
            guard !parts.isEmpty else {
                lines.append("- \(name): none")
                continue
            }
            lines.append("- \(name):")
            for part in parts {
                let operation = part.operation.map { " \(MarkdownText.code($0))" } ?? ""
                let seen = part.observation.isEmpty ? "" : ": \(MarkdownText.inert(part.observation))"
                lines.append("  - \(MarkdownText.code(part.service))\(operation)\(seen)")
            }
        }
    }

    mutating func timeline(_ report: Report) {
        guard !report.timeline.isEmpty else { return }
        heading("Timeline")
        lines.append("| UTC | Onset | |")
        lines.append("|---|---|---|")
        for entry in report.timeline {
            let relative = report.onset.map { Self.relative(entry.time - $0) } ?? ""
            lines.append("| \(entry.time) | \(relative) | \(MarkdownText.inert(entry.text)) |")
        }
    }

    mutating func cause(_ cause: Cause?) {
        guard let cause else { return }
        heading(cause.isEstablished ? "Cause" : "Suspected cause")
        lines.append(MarkdownText.inert(cause.statement))
        if !cause.mechanism.isEmpty { lines.append("\n" + MarkdownText.inert(cause.mechanism)) }
        let path = cause.path.map { step in
            MarkdownText.code(step.operation.map { "\(step.service) \($0)" } ?? step.service)
        }
        lines.append("\nPath: " + path.joined(separator: " → "))
        if let bad = cause.badBuild {
            let previous = bad.previous.map { ", before it \(MarkdownText.code($0))" } ?? ""
            lines.append("\nBuild: \(MarkdownText.code(bad.build)) of \(MarkdownText.code(bad.service))\(previous)")
        }
        for objection in cause.objections { lines.append("- Not established: \(MarkdownText.inert(objection))") }
    }

    mutating func suspects(_ suspects: [Suspect]) {
        guard !suspects.isEmpty else { return }
        heading("Suspects")
        for suspect in suspects {
            var line = "- \(suspect.kind.rawValue) \(MarkdownText.code(suspect.name))"
            if let title = suspect.title { line += " (\(MarkdownText.inert(title)))" }
            if let file = suspect.file {
                line += " in \(MarkdownText.code(suspect.line.map { "\(file):\($0)" } ?? file))"
            }
            lines.append(line + ": " + MarkdownText.inert(suspect.reason) + ids(of: suspect.citations))
            if let hunk = suspect.hunk { lines += ["", MarkdownText.block(hunk, language: "diff"), ""] }
        }
    }

    mutating func claims(_ report: Report) {
        guard !report.claims.isEmpty else { return }
        heading("Claims")
        for claim in report.claims {
            let mark =
                switch claim.outcome.status {
                case .verified: "✓"
                case .assumed: "assumed:"
                case .rejected: "✗"
                case .unchecked: "unchecked:"
                }
            lines.append("- \(mark) \(MarkdownText.inert(claim.text))\(ids(of: claim.citations))")
            for reason in claim.outcome.reasons { lines.append("  - \(MarkdownText.inert(reason))") }
        }
    }

    mutating func hypotheses(_ hypotheses: [Hypothesis]) {
        let rejected = hypotheses.filter { $0.status == .refuted || $0.status == .superseded }
        let open = hypotheses.filter { $0.status == .open }
        for (title, group) in [("Rejected hypotheses", rejected), ("Open hypotheses", open)] where !group.isEmpty {
            heading(title)
            for hypothesis in group {
                let against = hypothesis.opposing.isEmpty ? hypothesis.tests : hypothesis.opposing
                let shown = against.map { link($0.description) }.joined(separator: ", ")
                let reason = hypothesis.reason.isEmpty ? "" : ": \(MarkdownText.inert(hypothesis.reason))"
                lines.append(
                    "- \(MarkdownText.inert(hypothesis.statement))\(reason)\(shown.isEmpty ? "" : " (\(shown))")")
            }
        }
    }

    mutating func making(_ making: Making) {
        heading("How it was made")
        let drivers = making.models.isEmpty ? "the dossier, without a model" : making.models.joined(separator: ", ")
        var facts = ["By \(MarkdownText.inert(drivers))", "\(making.steps) steps"]
        if making.inputTokens + making.outputTokens > 0 {
            facts.append("\(making.inputTokens) tokens in (\(making.cachedTokens) cached), \(making.outputTokens) out")
        }
        facts.append(making.cost.map { "$\(Self.cents($0))" } ?? "cost unknown")
        facts.append("\(Int(making.seconds.rounded())) s")
        if !making.promptHash.isEmpty { facts.append("prompt \(making.prompt) \(making.promptHash.prefix(12))") }
        if let calls = making.rerunCalls, calls > 0 {
            let changed = making.changedCalls ?? 0
            facts.append("\(calls) cited calls run again, \(changed == 0 ? "all the same" : "\(changed) different")")
        }
        facts += (making.runbooks ?? []).map { "runbook \(MarkdownText.inert($0))" }
        if !making.ending.isEmpty { facts.append(MarkdownText.inert(making.ending)) }
        lines.append(facts.joined(separator: " · "))
    }

    static func sentence(_ spot: BlindSpot) -> String {
        spot.instrumentation.isEmpty ? spot.missing : "\(spot.missing) (would have shown it: \(spot.instrumentation))"
    }

    private mutating func heading(_ title: String) { lines += ["", "## \(title)", ""] }

    private func ids(of citations: [Citation]) -> String {
        let ids = citations.compactMap { EvidenceID($0.evidence) }
        let unique = ids.reduce(into: [EvidenceID]()) { if !$0.contains($1) { $0.append($1) } }
        return unique.isEmpty ? "" : " (\(unique.map { link("\($0)") }.joined(separator: ", ")))"
    }

    private func link(_ id: String) -> String { evidenceLink.map { "[\(id)](\($0)\(id))" } ?? id }

    private static func relative(_ duration: Duration) -> String {
        let seconds = Int(duration.inSeconds.rounded())
        let (sign, rest) = (seconds < 0 ? "-" : "+", abs(seconds))
        if rest < 120 { return "\(sign)\(rest) s" }
        if rest < 7200 { return "\(sign)\(rest / 60) min" }
        return "\(sign)\(rest / 3600) h \(rest % 3600 / 60) min"
    }

    private static func cents(_ dollars: Double) -> String {
        let cents = Int((dollars * 10_000).rounded())
        let digits = String(cents % 10_000)
        return "\(cents / 10_000).\(String(repeating: "0", count: 4 - digits.count))\(digits)"
    }
}
