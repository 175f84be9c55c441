import Analysis
import Casebook
import Investigation
import JSONValues
import SpanSources
import Telemetry
import ToolKit

/// Measures a deploy on the spans, and what it promised.
struct DeployMeasurement: Sendable {
    let source: any SpanSource
    let registry: ToolRegistry
    let held: HeldDifferences

    /// What a look found.
    struct Found: Sendable {
        var diff: DiffReport
        var plan: InvestigationPlan
        var evidence: [Evidence]
        var report: Report
        /// Beyond the title: what changed, for whom, by which flag, and what was promised.
        var lines: [String]
        var course: StoredDeploy.Course
        /// Whether something got worse that no earlier look had found.
        var opensCase: Bool
        /// Whether people should be told, and not only whoever looks.
        var isLoud: Bool
    }

    func measure(_ look: DeployLook, plan: InvestigationPlan) async throws -> Found {
        let sides = BuildSides(
            look.builds.previous, look.builds.current, filter: look.builds.scope.filter, now: look.end)
        let difference = try await BuildDifferenceReader(source).difference(of: sides)
        var watch = look.deployWatch
        let action = watch.observe(difference, after: look.window, isLast: look.isLast).first
        var (diff, isNews) = (
            DiffReport(
                difference, service: watch.service, build: watch.build, previous: watch.previous, window: look.window),
            false
        )
        if case .openCase(let report)? = action { (diff, isNews) = (report, true) }
        var evidence = DeployEvidence(registry: registry, plan: plan)
        await held.hold(difference, of: sides)
        await evidence.add(look.builds)
        await held.release(sides)
        let promises = DeployPromises(evidence.of("check_expectations"))
        var lines = diff.lines + promises.lines
        let people = diff.regressions.isEmpty ? nil : try await people(diff, sides.after, plan)
        let flip = diff.regressions.isEmpty ? nil : try await flip(diff, sides.after)
        lines += [flip?.sentence].compactMap(\.self)
        var claims: [Claim?] = []
        if let flip { claims.append(await evidence.claim(flip, sides.after)) }
        if let people { claims.append(await evidence.claim(people, diff.regressions, sides.after)) }
        lines += [people?.sentence].compactMap(\.self) + evidence.notes
        let writer = DeployReport(
            look: look, diff: diff, difference: difference, evidence: evidence.taken, promises: promises,
            people: people, lines: lines, further: claims.compactMap(\.self))
        let wasFailing = look.watch.course.state == DeployWatch.State.regressed.rawValue
        return Found(
            diff: diff, plan: evidence.plan, evidence: evidence.taken, report: writer.report, lines: lines,
            course: .init(
                state: promises.failed.isEmpty ? watch.state.rawValue : DeployWatch.State.regressed.rawValue,
                regressed: JSONValue(watch.regressed)),
            opensCase: isNews || !promises.failed.isEmpty && !wasFailing,
            isLoud: !diff.regressions.isEmpty || !promises.failed.isEmpty)
    }

    /// The smallest flip of a flag that would remove it.
    private func flip(_ diff: DiffReport, _ side: BuildSide) async throws -> FlagContrast? {
        let worse = Set(diff.regressions.map(\.operation))
        return try await FlagReader(source).contrasts(in: side).first { contrast in
            !worse.isDisjoint(with: contrast.regressions.map(\.operation))
        }
    }

    private func people(_ diff: DiffReport, _ side: BuildSide, _ plan: InvestigationPlan) async throws -> UserImpact? {
        let redactor = Redactor(key: Array(plan.pseudonymKey.utf8))
        let impact = try await UserImpactReader(source) { redactor.pseudonym($0, $1) }.impact(
            of: BadSpans.predicate(diff.regressions), in: .init(range: side.range, filter: side.predicate))
        return impact.isEmpty ? nil : impact
    }
}
