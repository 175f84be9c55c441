import Analysis
import Casebook
import Investigation
import JSONValues
import Telemetry
import TestSupport
import Testing
import ToolKit

/// Deploys watched on real SQLite, a real repository, and the tools themselves.
@Suite(.timeLimit(.minutes(2)))
struct WatchRoundTests {
    @Test func `a bad deploy opens one case with its diff attached, whatever staging does`() async throws {
        let bench = try WatchBench()
        let deploy = try await bench.deploy("1.6.0", after: 300)
        try await bench.look()
        let item = try #require(try await bench.casebook.cases().first)
        #expect(
            item.title == "payment 1.6.0, 4 min after the deploy: 1 operation got worse; 1 of 2 expectations failed")
        #expect(item.severity == .critical && item.version == "1.6.0" && item.environment == "production")
        let signal = try #require(try await bench.casebook.signals(ofCase: item.id).first)
        let lines = signal.details["lines"]?.array?.compactMap(\.string) ?? []
        #expect(lines.contains { $0.hasPrefix("POST /charges: regressed") && $0.contains("failures 0 → 33.3 %") })
        #expect(lines.contains { $0.hasPrefix(#"Expected error_rate(payment "POST /charges") < 5%: measured 33"#) })
        #expect(lines.contains { $0.contains("of 50 users met it") && $0.contains("user.plan = free") })
        #expect(try await bench.casebook.deploys().first { $0.id == deploy.id }?.course.state == "regressed")
    }

    @Test func `its report names the build and the commit, and its claims hold`() async throws {
        let bench = try WatchBench()
        _ = try await bench.deploy("1.6.0", after: 300)
        try await bench.look()
        let watch = try await bench.casebook.watches(ofDeploy: 1)[0]
        let stored = try #require(try await bench.report(of: watch))
        #expect(stored.caseID == nil && stored.report.severity == .critical)
        #expect(stored.report.cause?.badBuild == .init(service: "payment", build: "1.6.0", previous: "1.5.0"))
        #expect(stored.report.claims.map(\.outcome.status) == [.verified, .verified], "\(stored.report.notes)")
        #expect(
            try await bench.casebook.evidence(ofReport: stored.id).map(\.tool)
                == ["diff_builds", "check_expectations", "query_spans", "query_spans"])
        // The sentence about people and the calls behind it count the same.
        let people = try #require(stored.report.impact.people)
        let claim = try #require(stored.report.claims.last)
        let (met, seen) = (try #require(people.usersAffected), try #require(people.usersSeen))
        #expect(claim.text == "\(met) of \(seen) users of payment met what got worse.")
        #expect(claim.citations.map(\.value) == [.integer(Int64(met)), .integer(Int64(seen))])
        let place = "acme/shop@\(bench.bad)"
        #expect(
            try await bench.casebook.deliveries(ofReport: stored.id).map(\.destination)
                == ["github-change:\(place)", "github-status:\(place)/prod/payment"])
    }

    @Test(arguments: [["production", "staging"], ["staging"], []])
    func `a look measures once, and its diff_builds cites that`(_ naming: [String]) async throws {
        let bench = try WatchBench(naming: naming)
        _ = try await bench.deploy("1.6.0", after: 300, environment: nil)
        try await bench.look()
        let watch = try await bench.casebook.watches(ofDeploy: 1)[0]
        let stored = try #require(try await bench.report(of: watch))
        let cited = try await bench.casebook.evidence(ofReport: stored.id)
        #expect(cited.first?.tool == "diff_builds" && bench.source.comparisons == 1)
    }

    @Test func `a case is about the environment that spans name, not about one that only the deploy was told of`()
        async throws
    {
        for (naming, environment) in [(["staging"], nil), (["production", "staging"], "production")] {
            let bench = try WatchBench(naming: naming)
            _ = try await bench.deploy("1.6.0", after: 300)
            try await bench.look()
            #expect(try await bench.casebook.cases().map(\.environment) == [environment])
        }
    }

    @Test func `what is measured on spans of no environment is told by the same calls later`() async throws {
        let bench = try WatchBench(naming: ["staging"])
        _ = try await bench.deploy("1.6.0", after: 300)
        try await bench.look()
        let plan = try #require(try await bench.casebook.plan(ofInvestigation: "deploy-1"))
        let id = try #require(try await bench.casebook.watches(ofDeploy: 1)[0].reportID)
        let evidence = try await bench.casebook.evidence(ofReport: id)
        let queries = evidence.filter { $0.tool == "query_spans" }
        #expect(!queries.isEmpty && evidence[0].output.summary.contains(" 240 spans)"))
        let replay = EvidenceReplay(registry: bench.tools(), plan: plan)
        for query in queries { #expect(await replay.outcome(of: query) == .same) }
        guard case .changed(let again, let difference) = await replay.outcome(of: evidence[0]) else { return }
        Issue.record("\(again.summary) \(difference)")
    }

    @Test func `a deploy is measured in its own environment, and against what it promised`() async throws {
        let bench = try WatchBench()
        _ = try await bench.deploy("1.6.0", after: 300, environment: "staging")
        try await bench.look()
        let watch = try await bench.casebook.watches(ofDeploy: 1)[0]
        let lines = (watch.outcome ?? "").split(separator: "\n")
        #expect(
            lines.first
                == "payment 1.6.0, 4 min after the deploy: nothing measurable, 240 requests seen; 1 of 2 expectations failed"
        )
        #expect(
            lines.contains {
                $0.hasPrefix(#"Expected p95(payment "POST /charges") < 1s: measured"#) && $0.contains(": pass")
            })
        let quiet = try await bench.deploy("1.5.0", after: 0, previous: "1.4.0")
        try await bench.look()
        #expect(try await bench.casebook.watches(ofDeploy: quiet.id)[0].outcome?.hasPrefix("not comparable") == true)
    }

    @Test func `the second look after a restart opens no second case and renews the same report`() async throws {
        let bench = try WatchBench()
        _ = try await bench.deploy("1.6.0", after: 300, windows: [120, 240])
        try await bench.look()
        try await bench.look()
        #expect(try await bench.casebook.cases().count == 1)
        let watches = try await bench.casebook.watches(ofDeploy: 1)
        #expect(watches.map(\.state) == [.done, .done] && Set(watches.map(\.reportID)).count == 1)
        #expect(try await bench.casebook.reports().count == 1)
        #expect(try await bench.casebook.signals(ofCase: 1).count == 1)
    }

    @Test func `a rollback says that the numbers returned, and ends what the bad deploy began`() async throws {
        let bench = try WatchBench()
        let bad = try await bench.deploy("1.6.0", after: 300, windows: [240, 3600])
        try await bench.look()
        let back = try await bench.deploy("1.5.0", after: 600)
        try await bench.look()
        let watch = try await bench.casebook.watches(ofDeploy: back.id)[0]
        #expect(
            watch.outcome?.hasPrefix("payment: numbers returned after the rollback of 1.6.0\nPOST /charges") == true,
            "\(watch.outcome ?? "")")
        let course = try await bench.casebook.deploys().first { $0.id == bad.id }?.course
        #expect(course?.state == "recovered")
        #expect(try await bench.casebook.reports().allSatisfy { $0.verdict == nil }, "only a case's report is judged")
        #expect(try await bench.casebook.watches(ofDeploy: bad.id).map(\.state) == [.done, .cancelled])
        #expect(try await bench.casebook.cases().first?.endedAt == Timestamp(seconds: WatchBench.start + 600))
        let stored = try #require(try await bench.report(of: watch))
        #expect(stored.report.claims.map(\.outcome.status) == [.verified], "\(stored.report.notes)")
        // Whoever was told of the damage is told that it is over.
        #expect(
            try await bench.casebook.deliveries(ofReport: stored.id).map(\.destination).contains(
                "github-change:acme/shop@\(bench.bad)"))
    }

    @Test func `nothing is delivered where the configuration says so`() async throws {
        let bench = try WatchBench()
        _ = try await bench.deploy("1.6.0", after: 300)
        try await bench.look("watch: {deliver: none}\n")
        let id = try #require(try await bench.casebook.watches(ofDeploy: 1)[0].reportID)
        #expect(try await bench.casebook.deliveries(ofReport: id).isEmpty)
    }
}
