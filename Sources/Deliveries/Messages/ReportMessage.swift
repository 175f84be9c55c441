import Casebook
import Investigation

/// A report in the few lines that fit a ticket: what, how sure, why, since which build, which commit, what next.
struct ReportMessage: Sendable {
    var message: Message
    /// `whyd report 12`, the report's key, and who made it.
    var footer: [Message.Inline]

    init(_ stored: StoredReport, link: String?) {
        let report = stored.report
        var blocks: [Message.Block] = [
            .heading([.outside(report.title, limit: 200)]),
            .paragraph([
                .label("Confidence"), .text(" \(report.confidence.rawValue), "), .label("severity"),
                .text(" \(report.severity.rawValue), \(report.verificationSentence)"),
            ]),
        ]
        blocks += Self.answer(report.answer)
        if let people = report.impact.peopleSentence {
            blocks.append(.paragraph([.label("Who: "), .outside(people, limit: 500)]))
        }
        blocks += Self.cause(report)
        blocks += Self.section("Suspects", report.suspects.prefix(3).map(Self.suspect))
        blocks += Self.section(
            "Evidence",
            report.claims.filter { $0.outcome.status == .verified }.prefix(8).map { claim in
                [.outside(claim.text, limit: 300)]
                    + Self.cited(claim.citations).map { [.text(" ("), .name($0), .text(")")] }.joined()
            })
        blocks += Self.section("Next steps", report.nextSteps.prefix(5).map { [.outside($0, limit: 300)] })
        message = Message(blocks: blocks)
        footer = [.text("whyd report \(stored.id), made by "), .outside(Self.makers(report), limit: 100), .text(". ")]
        if let link { footer.append(.link(words: "The whole report", url: link)) }
    }

    /// One paragraph stays one; several findings become a list, which a reader can skim.
    private static func answer(_ answer: String) -> [Message.Block] {
        let findings = answer.split(separator: "\n\n").map(String.init)
        guard findings.count > 1 else { return [.paragraph([.outside(answer, limit: 2000)])] }
        return [.list(findings.prefix(15).map { [.outside($0, limit: 400)] })]
    }

    private static func cause(_ report: Report) -> [Message.Block] {
        guard let cause = report.cause else { return [] }
        var lines: [[Message.Inline]] = [
            [.label(cause.isEstablished ? "Cause: " : "Suspected cause: "), .outside(cause.statement, limit: 600)]
        ]
        if let bad = cause.badBuild {
            lines.append(
                [.label("Since build: "), .name(bad.service), .text(" "), .name(bad.build)]
                    + (bad.previous.map { [.text(" (before it "), .name($0), .text(")")] } ?? []))
        }
        if cause.path.count > 1 {
            let steps = cause.path.prefix(8).map { step -> [Message.Inline] in
                [.name([step.service, step.operation].compactMap(\.self).joined(separator: " "))]
            }
            lines.append([.label("Path: ")] + steps.joined(separator: [.text(" → ")]))
        }
        return [.list(lines)]
    }

    private static func suspect(_ suspect: Suspect) -> [Message.Inline] {
        var line: [Message.Inline] = [.text("\(suspect.kind.rawValue) "), .name(suspect.name)]
        if let title = suspect.title { line += [.text(" "), .outside(title, limit: 120)] }
        if let file = suspect.file {
            line += [.text(" in "), .name(suspect.line.map { "\(file):\($0)" } ?? file)]
        }
        return line + [.text(": "), .outside(suspect.reason, limit: 300)]
    }

    private static func section(_ title: String, _ lines: [[Message.Inline]]) -> [Message.Block] {
        lines.isEmpty ? [] : [.paragraph([.label(title)]), .list(lines)]
    }

    private static func cited(_ citations: [Citation]) -> [String] {
        citations.map(\.evidence).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func makers(_ report: Report) -> String {
        report.making.models.isEmpty ? "whyd without a model" : report.making.models.joined(separator: ", ")
    }
}
