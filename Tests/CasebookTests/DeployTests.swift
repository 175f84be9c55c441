import Casebook
import JSONValues
import Telemetry
import Testing

struct DeployTests {
    private func deploy(_ version: String, at time: Timestamp) -> Deploy {
        Deploy(
            dedupKey: "checkout@\(version)", service: "checkout", version: version, revision: "abc", at: time,
            source: "api")
    }

    @Test func `a deploy is filed once, knows its predecessor and opens its watches`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(deploy("1.0", at: test.now))
        let second = try await test.book.record(
            deploy("2.0", at: test.now + .seconds(600)), watchAfterSeconds: [600, 3600])
        let again = try await test.book.record(deploy("2.0", at: test.now), watchAfterSeconds: [600, 3600])
        #expect(second.isNew && !again.isNew)
        #expect(again.deploy == second.deploy)
        #expect(second.deploy.deploy.previousVersion == "1.0")
        #expect(try await test.book.deploys(ofService: "checkout").map(\.deploy.version) == ["2.0", "1.0"])
        #expect(try await test.book.watches(ofDeploy: second.deploy.id).map(\.afterSeconds) == [600, 3600])
    }

    @Test func `a watch is due at its time, once`() async throws {
        let test = try TestCasebook()
        let stored = try await test.book.record(deploy("2.0", at: test.now), watchAfterSeconds: [600, 3600, 86400])
        #expect(try await test.book.dueWatches().isEmpty)
        test.advance(.seconds(600))
        let due = try await test.book.dueWatches()
        #expect(due.map(\.afterSeconds) == [600])
        try await test.book.finishWatch(due[0].id, outcome: "healthy")
        #expect(try await test.book.dueWatches().isEmpty)
        try await test.book.cancelWatches(ofDeploy: stored.deploy.id)
        #expect(
            try await test.book.watches(ofDeploy: stored.deploy.id).map(\.state) == [.done, .cancelled, .cancelled])
    }

    @Test func `a deploy that two sources tell is one, and each fills in what the other did not know`() async throws {
        let test = try TestCasebook()
        func told(_ source: String, _ version: String, after seconds: Double, environment: String?) -> Deploy {
            Deploy(
                dedupKey: "\(source):\(version):\(seconds)", service: "checkout", version: version,
                revision: source == "spans" ? nil : "abc\(version)", environment: environment,
                at: test.now + .seconds(seconds), source: source)
        }
        let first = try await test.book.record(
            told("spans", "2.0", after: 0, environment: "production"), watchAfterSeconds: [600])
        let again = try await test.book.record(
            told("github", "2.0", after: 90, environment: "prod"), watchAfterSeconds: [600])
        #expect(!again.isNew && again.deploy.id == first.deploy.id && again.deploy.deploy.revision == "abc2.0")
        #expect(try await test.book.record(told("github", "2.0", after: 91, environment: "staging")).isNew)
        #expect(try await test.book.record(told("github", "2.0", after: 7200, environment: "prod")).isNew)
        #expect(try await test.book.watches(ofDeploy: first.deploy.id).count == 1)
        // A build that comes back after another one is a deploy of its own.
        _ = try await test.book.record(told("api", "3.0", after: 7300, environment: "prod"))
        #expect(try await test.book.record(told("spans", "2.0", after: 7400, environment: "prod")).isNew)
    }

    @Test func `what a deploy came to is kept`() async throws {
        let test = try TestCasebook()
        let stored = try await test.book.record(deploy("2.0", at: test.now), watchAfterSeconds: [0]).deploy
        #expect(stored.course == StoredDeploy.Course())
        let course = StoredDeploy.Course(state: "regressed", regressed: [["name": "POST /pay"]])
        try await test.book.note(course, ofDeploy: stored.id)
        #expect(try await test.book.deploys().map(\.course) == [course])
        #expect(try await test.book.dueWatches().map(\.course) == [course])
    }

    @Test func `a build seen again widens its time and keeps its revision`() async throws {
        let test = try TestCasebook()
        let build = Build(
            service: "checkout", version: "1.0", revision: "abc", firstSeen: test.now, lastSeen: test.now)
        var later = build
        later.revision = nil
        later.lastSeen = test.now + .seconds(60)
        #expect(try await test.book.record([build]) == [build])
        #expect(try await test.book.record([later]).isEmpty)
        let known = try await test.book.builds(ofService: "checkout")
        #expect(known.map(\.revision) == ["abc"])
        #expect(known.map(\.lastSeen) == [later.lastSeen])
    }
}
