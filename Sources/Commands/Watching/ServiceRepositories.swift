import Analysis
import Casebook
import SourceHistory

/// Which repository a service is built from, and where that repository is hosted: what a diff report is delivered to.
struct ServiceRepositories: Sendable {
    /// How diff reports reach the people of a commit.
    enum Delivery: String, Sendable, CaseIterable {
        case none, status, comment, both
    }

    let set: RepositorySet
    /// By service; the entry under nil is for every other.
    let remotes: [String?: String]
    let delivery: Delivery

    init(_ configuration: Configuration, set: RepositorySet) {
        self.set = set
        var remotes: [String?: String] = [:]
        for repository in configuration.repositories {
            guard let remote = repository.remote else { continue }
            let services: [String?] = repository.services.isEmpty ? [nil] : repository.services
            for service in services where remotes[service] == nil { remotes[service] = remote }
        }
        self.remotes = remotes
        delivery = Delivery(rawValue: configuration.watchDelivery) ?? .both
    }

    /// The services built from each hosted repository, by `owner/name`.
    static func services(_ configuration: Configuration) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for repository in configuration.repositories where !repository.services.isEmpty {
            guard let remote = repository.remote, let colon = remote.firstIndex(of: ":") else { continue }
            found[String(remote[remote.index(after: colon)...]), default: []] += repository.services
        }
        return found
    }

    func repository(ofService service: String) -> SourceRepository? { set.repository(ofService: service) }

    /// Where a deploy's diff report may go; fixed by the configuration and by who told the deploy, before any look.
    func destinations(of deploy: Deploy, builds: DeployedBuilds) async throws -> DeployDestinations {
        let commit = await commit(of: deploy, version: builds.current.build, revision: builds.current.revision)
        return DeployDestinations(told: deploy.destinations, commit: commit, delivery: delivery, deploy: deploy)
    }

    /// The comments on a deploy that was rolled back.
    func comments(on deploy: Deploy, revision: String?) async throws -> [String] {
        let commit = await commit(of: deploy, version: deploy.version, revision: revision)
        return DeployDestinations(told: deploy.destinations, commit: commit, delivery: delivery, deploy: deploy)
            .comments
    }

    private func commit(of deploy: Deploy, version: String, revision: String?) async -> DeployDestinations.Commit? {
        guard let remote = remotes[deploy.service] ?? remotes[nil] else { return nil }
        let known = deploy.revision ?? revision
        let found = try? await repository(ofService: deploy.service)?.revision(ofVersion: version, revision: known)
        guard let hash = found?.hash ?? known, hash.count >= 40 else { return nil }
        return DeployDestinations.Commit(remote: remote, hash: hash)
    }
}
