import Analysis
import Casebook
import Foundation
import Investigation
import Logging
import Signals
import SourceHistory
import SpanSources
import Telemetry
import TestSupport
import ToolKit
import Tools

@testable import Commands

/// A payment service in two environments, its repository with a promise, and a casebook in which all of it is past.
final class WatchBench: Sendable {
    let casebook: CaseStore
    let scratch: TemporaryRepository
    let good: String
    let bad: String
    let source: CountingSource
    private let directory: URL

    static let start = 1_700_000_000.0

    /// - Parameter naming: the environments whose spans say that they are of them.
    init(naming: [String] = ["production", "staging"]) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "watch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        scratch = try TemporaryRepository()
        good = try scratch.commit(
            "Start",
            files: [
                "pay.py": "def charge(order):\n    return order\n",
                ".whyd/expectations.yaml": "expectations:\n  - error_rate(payment \"POST /charges\") < 5%\n",
            ])
        bad = try scratch.commit(
            "Round charges\n\nExpect: p95(payment \"POST /charges\") < 1s",
            files: ["pay.py": "def charge(order):\n    return round(order, 0)\n"], seconds: 1_700_000_060)
        source = CountingSource(Self.spans(good, bad, naming))
        let now = Self.end
        casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) { now }
    }

    /// When everything has been sent.
    static let end = Timestamp(seconds: start + 1200)

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// A round of a daemon that has just started: nothing is kept in memory from one to the next.
    func look(_ configuration: String = "") async throws {
        let settings = try Configuration(
            text: "repositories:\n  - path: \(scratch.path)\n    services: [payment]\n    remote: github:acme/shop\n"
                + configuration, file: "test")
        let set = RepositorySet(settings.repositories.map { RepositorySet.Entry($0) })
        let held = HeldDifferences()
        let round = WatchRound(
            source: source, casebook: casebook, desk: SignalDesk(casebook: casebook), registry: tools(held),
            held: held,
            repositories: ServiceRepositories(settings, set: set),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await round.look(now: Self.end)
    }

    /// The tools that a look calls, or a replay of it.
    func tools(_ held: HeldDifferences = HeldDifferences()) -> ToolRegistry {
        let entry = RepositorySet.Entry(repository: SourceRepository(path: scratch.path), services: ["payment"])
        return ToolRegistry(
            BuiltInTools.onSpans(source)
                + BuiltInTools.onBuilds(source, repositories: RepositorySet([entry]), held: held))
    }

    func deploy(
        _ version: String, after seconds: Double, environment: String? = "prod", previous: String? = nil,
        windows: [Double] = [240]
    ) async throws -> StoredDeploy {
        try await casebook.record(
            Deploy(
                dedupKey: "\(version)-\(seconds)-\(environment ?? "")", service: "payment", version: version,
                previousVersion: previous, environment: environment, at: Timestamp(seconds: Self.start + seconds),
                source: "api"), watchAfterSeconds: windows
        ).deploy
    }

    /// The report a watch wrote.
    func report(of watch: Watch) async throws -> StoredReport? {
        guard let id = watch.reportID else { return nil }
        return try await casebook.findReport(id)
    }

    /// 1.5.0 for 300 s, 1.6.0 (a third fails) for 300 s, 1.5.0 again for 300 s; staging fails all the time.
    private static func spans(_ good: String, _ bad: String, _ naming: [String]) -> [TestSpan] {
        (0..<900).flatMap { second -> [TestSpan] in
            let isBad = (300..<600).contains(second)
            let build: [String: AttributeValue] = [
                "service.version": .string(isBad ? "1.6.0" : "1.5.0"),
                "vcs.ref.head.revision": .string(isBad ? bad : good),
            ]
            return ["production", "staging"].enumerated().map { place, environment in
                let id = UInt64(second * 2 + place + 1)
                let fails = place == 1 || isBad && second % 3 == 0
                return TestSpan(
                    trace: id, id: id, start: (start + Double(second)) * 1000, duration: 20 + Double(second % 7),
                    service: "payment", name: "POST /charges", status: fails ? .error : .unset,
                    ["user.id": .string("u\(second % 50)"), "user.plan": .string("free")],
                    resource: !naming.contains(environment)
                        ? build
                        : build.merging(["deployment.environment.name": .string(environment)]) { first, _ in first })
            }
        }
    }
}
