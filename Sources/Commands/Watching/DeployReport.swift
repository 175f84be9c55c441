import Analysis
import Casebook
import Investigation
import JSONValues
import Telemetry
import ToolKit

/// Writes what a look at a deploy found as a report, so that it can be listed, read, replayed and delivered like any.
struct DeployReport {
    let look: DeployLook
    let diff: DiffReport
    let difference: BuildDifference
    let evidence: [Evidence]
    let promises: DeployPromises
    let people: UserImpact?
    let lines: [String]
    /// Statements beside those about operations: whom it met, and which flag it follows.
    let further: [Claim]

    private var service: String { look.watch.deploy.service }
    private var isBad: Bool { !diff.regressions.isEmpty }

    var report: Report {
        let title = promises.summary.isEmpty ? diff.title : "\(diff.title); \(promises.summary)"
        return Report(
            title: title, answer: lines.joined(separator: "\n\n"), outcome: outcome, severity: severity,
            confidence: confidence, onset: isBad ? look.builds.current.firstSeen : nil, impact: impact,
            timeline: timeline, cause: cause, suspects: isBad ? suspects : [],
            claims: DeployClaims(evidence, look.builds).claims(about: diff.regressions, else: difference)
                + further,
            nextSteps: nextSteps, notes: accounting,
            making: Making(steps: 0, ending: "the deploy was watched for \(Int(look.watch.afterSeconds)) s"))
    }

    private var outcome: Report.Outcome {
        if isBad { return .causeFound }
        return diff.isMeasured && promises.failed.isEmpty ? .noFault : .inconclusive
    }

    private var severity: Report.Severity {
        if isBad { return Self.severity(of: diff.regressions) }
        return promises.failed.isEmpty ? .none : .warning
    }

    /// Failing requests of more than one in twenty are critical.
    static func severity(of regressions: [OperationChange]) -> Report.Severity {
        regressions.contains { $0.moved.contains("errors") && ($0.after?.failures.share ?? 0) >= 0.05 }
            ? .critical : .warning
    }

    private var confidence: Report.Confidence {
        guard diff.isMeasured else { return .inconclusive }
        return isBad && difference.method == .concurrent ? .confirmed : .likely
    }

    private var impact: Impact {
        let drifted = Set((difference.drift?.operations(.regressed) ?? []).map(\.operation))
        var impact = Impact(people: people)
        for change in difference.comparison.operations.prefix(40) {
            let part = Impact.Part(
                service: service, operation: change.operation.name, observation: DiffReport.observation(change))
            if drifted.contains(change.operation) {
                impact.changedForAnotherReason.append(part)
            } else if change.verdict == .regressed {
                impact.affected.append(part)
            } else if change.verdict == .tooFew || change.verdict == .appeared || change.verdict == .vanished {
                impact.notChecked.append(part)
            } else {
                impact.healthy.append(part)
            }
        }
        return impact
    }

    private var timeline: [TimelineEntry] {
        let deploy = look.watch.deploy
        return [
            TimelineEntry(
                time: deploy.at, text: "\(service) \(look.builds.current.build) was deployed (told by \(deploy.source))"
            ),
            TimelineEntry(
                time: look.builds.current.firstSeen, text: "first span of \(service) \(look.builds.current.build)"),
        ]
    }

    private var cause: Cause? {
        guard let worst = diff.regressions.first else { return nil }
        let isConcurrent = difference.method == .concurrent
        return Cause(
            statement: "\(service) \(look.builds.current.build) made \(worst.operation.name) worse",
            path: [.init(service: service, operation: worst.operation.name)],
            badBuild: .init(service: service, build: look.builds.current.build, previous: look.builds.previous.build),
            isEstablished: isConcurrent,
            objections: isConcurrent
                ? [] : ["the builds did not serve at the same time; what else changed then could be it"])
    }

    /// The commits that stand out, as the evidence ranks them.
    private var suspects: [Suspect] {
        guard let evidence = evidence.first(where: { $0.tool == "diff_builds" }),
            !evidence.output.notes.contains(where: { $0.hasPrefix("no commit stands out") })
        else { return [] }
        return evidence.rows("commits").prefix(3).compactMap { row in
            guard let commit = row["commit"]?.string, row["suspicion"]?.double ?? 0 > 0 else { return nil }
            return Suspect(
                kind: .commit, name: commit, reason: row["reason"]?.string ?? "", title: row["title"]?.string,
                file: row["file"]?.string, line: row["line"]?.integer.map { Int($0) },
                citations: [
                    Citation(
                        evidence: "\(evidence.id)", section: "commits", row: ["commit": .string(commit)],
                        column: "commit", value: .string(commit))
                ])
        }
    }

    private var nextSteps: [String] {
        guard isBad else { return [] }
        return [
            "Roll \(service) back to \(look.builds.previous.build), or switch off what it brought; the next look says whether the numbers return."
        ]
    }

    /// What production says about the functions that were changed, in one line.
    private var accounting: [String] {
        guard let evidence = evidence.first(where: { $0.tool == "diff_builds" }) else { return [] }
        let rows = evidence.rows("functions")
        guard !rows.isEmpty else { return [] }
        let states = Dictionary(grouping: rows) { $0["in_production"]?.string ?? "" }
        let counts = states.sorted { $0.key < $1.key }.map { state, rows in
            let names = rows.prefix(3).compactMap { $0["function"]?.string }.joined(separator: ", ")
            return "\(rows.count) \(state) (\(names)\(rows.count > 3 ? ", ..." : ""))"
        }
        return ["Of \(rows.count) changed functions: " + counts.joined(separator: "; ")]
    }
}
