import Casebook
import Logging
import Signals
import SpanSources
import Telemetry

/// Reads which builds are sending spans, and files the first spans of a new one as a deploy.
actor BuildRound {
    private let source: any SpanSource
    private let desk: SignalDesk
    private let casebook: CaseStore
    /// How far back spans are read.
    private let window: Duration
    private let logger: Logger
    private var lastArrivals: UInt64?
    /// When the whole window was last read.
    private var lastWhole: Timestamp?

    /// How far back most looks read: exporters send late, and a look follows every second.
    private static let recent = Duration.seconds(60)
    /// How often the whole window is read nevertheless.
    private static let wholeEvery = Duration.seconds(30)

    private static let revision = Field.anyScope(BuildIdentity.revisionKey)
    private static let repository = Field.anyScope("vcs.repository.url.full")
    private static let time = Field.intrinsic(.time)

    init(source: any SpanSource, desk: SignalDesk, casebook: CaseStore, window: Duration, logger: Logger) {
        self.source = source
        self.desk = desk
        self.casebook = casebook
        self.window = window
        self.logger = logger
    }

    /// Looks at the newest spans; reads nothing where none arrived since the last look.
    func look(now: Timestamp) async throws {
        let arrivals = try await source.arrivals()
        if let arrivals, arrivals == lastArrivals { return }
        let isWhole = lastWhole.map { now - $0 >= Self.wholeEvery } ?? true
        let seen = try await builds(TimeRange(last: isWhole ? window : min(window, Self.recent), before: now))
        let known = Dictionary(grouping: try await casebook.builds()) { Place($0) }
        for build in try await casebook.record(seen) {
            guard let previous = known[Place(build)]?.max(by: { $0.lastSeen < $1.lastSeen }) else { continue }
            try await file(build, after: previous)
        }
        lastArrivals = arrivals
        if isWhole { lastWhole = now }
    }

    /// A build replaces one of the same service in the same environment.
    private struct Place: Hashable {
        var service: String
        var environment: String?

        init(_ build: Build) { (service, environment) = (build.service, build.environment) }
    }

    private func builds(_ range: TimeRange) async throws(SpanSourceError) -> [Build] {
        let table = try await source.run(
            SpanQuery(
                range: range, filter: .exists(.build),
                groups: [
                    .field(.intrinsic(.service)), .field(.build), .field(Self.revision), .field(EnvironmentScope.field),
                    .field(Self.repository),
                ],
                aggregates: [.minimum(Self.time), .maximum(Self.time)]))
        return (0..<table.rowCount).compactMap { row in
            guard let service = table.text("service", row: row), let version = table.text("build", row: row),
                let first = table.number("min(time)", row: row), let last = table.number("max(time)", row: row)
            else { return nil }
            return Build(
                service: service, version: version, revision: table.text(Self.revision.description, row: row),
                environment: table.text(EnvironmentScope.field.description, row: row),
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
