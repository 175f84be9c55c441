public import SourceHistory
public import SpanSources
public import Telemetry

/// A deploy as somebody told it.
public struct ToldDeploy: Hashable, Sendable {
    public var service: String
    public var version: String
    public var revision: String?
    public var previousVersion: String?
    public var environment: String?
    public var at: Timestamp

    /// Makes a deploy.
    public init(
        service: String, version: String, revision: String? = nil, previousVersion: String? = nil,
        environment: String? = nil, at: Timestamp
    ) {
        self.service = service
        self.version = version
        self.revision = revision
        self.previousVersion = previousVersion
        self.environment = environment
        self.at = at
    }
}

/// The two builds of a deploy, as the spans of its environment show them.
public struct DeployedBuilds: Hashable, Sendable {
    public var scope: EnvironmentScope
    public var previous: ObservedBuild
    public var current: ObservedBuild

    /// Whether the build ran before the one it replaces: it has come back.
    public var isRollback: Bool { current.firstSeen < previous.firstSeen }
}

/// Finds what was told in what is seen.
public struct DeployReader: Sendable {
    let source: any SpanSource
    /// Ties versions to revisions where spans and teller name a build differently; nil where none is configured.
    let repository: SourceRepository?

    /// Least time before the deploy in which the build before it is looked for.
    static let lookBack = Duration.seconds(86_400)
    /// Builds that are looked up in the repository, the newest first.
    static let lookupLimit = 20

    /// Reads from a source.
    public init(_ source: any SpanSource, repository: SourceRepository?) {
        self.source = source
        self.repository = repository
    }

    /// The builds of a deploy.
    ///
    /// - Throws: `DeployUnseen` where a build of it sent no spans.
    public func builds(of deploy: ToldDeploy, until end: Timestamp) async throws -> DeployedBuilds {
        let range = TimeRange(start: deploy.at - max(Self.lookBack, end - deploy.at), end: end)
        guard
            let scope = try await EnvironmentScope.ofDeploy(
                service: deploy.service, environment: deploy.environment, in: range, source)
        else {
            throw DeployUnseen(
                "\(deploy.service) sent no spans" + (deploy.environment.map { " of environment \($0)" } ?? ""))
        }
        let seen = ObservedBuild.list(
            try await source.run(
                BuildQueries.builds(range: range, filter: Predicate.service(deploy.service).and(scope.filter))))
        guard let current = await build(deploy.version, deploy.revision, among: seen) else {
            throw DeployUnseen("build \(deploy.version) of \(deploy.service) sent no spans")
        }
        let others = seen.filter { $0.build != current.build }
        var previous: ObservedBuild?
        if let version = deploy.previousVersion {
            previous = await build(version, nil, among: others)
        }
        // Whoever told the deploy may not know what ran before; the spans do.
        let before = others.filter { $0.firstSeen < deploy.at }.max { $0.lastSeen < $1.lastSeen }
        guard let previous = previous ?? before else {
            throw DeployUnseen("no other build of \(deploy.service) sent spans before it")
        }
        return DeployedBuilds(scope: scope, previous: previous, current: current)
    }

    private func build(_ version: String, _ revision: String?, among builds: [ObservedBuild]) async -> ObservedBuild? {
        if let exact = builds.first(where: { $0.build == version }) { return exact }
        let named = builds.first { build in
            revision.map { $0 == build.revision || $0 == build.build } ?? false
                || version.count >= 7 && build.revision?.hasPrefix(version) == true
        }
        if let named { return named }
        guard let repository, let told = try? await repository.revision(ofVersion: version, revision: revision) else {
            return nil
        }
        for build in builds.prefix(Self.lookupLimit) {
            let built = try? await repository.revision(ofVersion: build.build, revision: build.revision)
            if built == told { return build }
        }
        return nil
    }
}

/// Why a deploy cannot be measured: what was told is not in the spans.
public struct DeployUnseen: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}
