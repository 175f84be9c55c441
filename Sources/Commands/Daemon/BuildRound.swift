import Casebook
import Logging
import Signals
import SpanSources
import Telemetry

/// Reads which builds are sending spans, and files the first spans of a new one as a deploy.
struct BuildRound: Sendable {
    let source: any SpanSource
    let desk: SignalDesk
    let casebook: Casebook
    /// How far back spans are read; longer than the pause between rounds.
    let window: Duration
    let logger: Logger

    private static let revision = Field.anyScope(BuildIdentity.revisionKey)
    private static let environment = Field.anyScope("deployment.environment.name")
    private static let repository = Field.anyScope("vcs.repository.url.full")
    private static let time = Field.intrinsic(.time)

    /// Looks at the spans before `now`.
    func look(now: Timestamp) async throws {
        let known = Dictionary(grouping: try await casebook.builds()) { Place($0) }
        let seen = try await builds(now: now)
        for build in try await casebook.record(seen) {
            guard let previous = known[Place(build)]?.max(by: { $0.lastSeen < $1.lastSeen }) else { continue }
            try await file(build, after: previous)
        }
    }

    /// A build replaces one of the same service in the same environment.
    private struct Place: Hashable {
        var service: String
        var environment: String?

        init(_ build: Build) { (service, environment) = (build.service, build.environment) }
    }

    private func builds(now: Timestamp) async throws(SpanSourceError) -> [Build] {
        let table = try await source.run(
            SpanQuery(
                range: TimeRange(last: window, before: now), filter: .exists(.build),
                groups: [
                    .field(.intrinsic(.service)), .field(.build), .field(Self.revision), .field(Self.environment),
                    .field(Self.repository),
                ],
                aggregates: [.minimum(Self.time), .maximum(Self.time)]))
        return (0..<table.rowCount).compactMap { row in
            guard let service = table.text("service", row: row), let version = table.text("build", row: row),
                let first = table.number("min(time)", row: row), let last = table.number("max(time)", row: row)
            else { return nil }
            return Build(
                service: service, version: version, revision: table.text(Self.revision.description, row: row),
                environment: table.text(Self.environment.description, row: row),
                repositoryURL: table.text(Self.repository.description, row: row),
                firstSeen: Timestamp(nanoseconds: Int64(first)), lastSeen: Timestamp(nanoseconds: Int64(last)))
        }
    }

    private func file(_ build: Build, after previous: Build) async throws {
        let deploy = Deploy(
            dedupKey: "spans:\(build.service):\(build.version):\(build.environment ?? "")", service: build.service,
            version: build.version, revision: build.revision, previousVersion: previous.version,
            environment: build.environment, at: build.firstSeen,
            source: "spans")
        let filing = try await desk.file(Observations(deploys: [deploy]))
        guard filing.newDeploys > 0, let filed = filing.deploys.first else { return }
        logger.notice(
            "a new build is sending spans",
            metadata: [
                "service": "\(build.service)", "version": "\(build.version)",
                "previous": "\(filed.deploy.previousVersion ?? "none")",
            ])
    }
}
