import Analysis
import SourceHistory
import SpanSources
import ToolKit

/// What the tools on builds read: spans, deploy events, and the repositories that builds are made from.
struct BuildSources {
    let spans: any SpanSource
    let repositories: RepositorySet
    let catalogue: BuildCatalogue
    /// How long git may walk a history that only adds to an answer.
    let patience: Duration
    let held: HeldDifferences

    init(
        spans: any SpanSource, repositories: RepositorySet, deploys: any DeployLog, patience: Duration,
        held: HeldDifferences
    ) {
        self.patience = patience
        self.held = held
        self.spans = spans
        self.repositories = repositories
        catalogue = BuildCatalogue(source: spans, deploys: deploys)
    }

    /// Finds the commit that a tool's arguments mean.
    var locator: SourceLocator { SourceLocator(repositories: repositories, catalogue: catalogue) }

    /// The build that is meant, and the one it is held against: those named, else the newest and the one before it.
    ///
    /// - Parameter hours: how far back builds are looked for; nil for the case's window and baseline.
    /// - Returns: nil as the old one where the new one is the only one.
    /// - Throws: `.notFound` for a name no build has, and where there is no build at all.
    func builds(
        of service: String, from: String?, to: String?, hours: Double?, _ context: ToolContext
    ) async throws(ToolFailure) -> (old: ObservedBuild?, new: ObservedBuild) {
        let range = BuildCatalogue.range(hours: hours, context)
        let builds = try await catalogue.builds(service: service, range: range, context)
        func find(_ name: String) throws(ToolFailure) -> ObservedBuild {
            if let exact = builds.first(where: { $0.build == name || $0.revision == name }) { return exact }
            if let near = builds.first(where: { $0.revision?.hasPrefix(name) == true && name.count >= 7 }) {
                return near
            }
            let known = builds.map(\.build).joined(separator: ", ")
            throw ToolFailure(
                .notFound, "no spans of \(service) build '\(name)' in \(range)",
                hint: known.isEmpty ? "list_builds shows what there is; try more hours" : "builds seen: \(known)")
        }
        guard let new = try to.map(find) ?? builds.first else {
            throw ToolFailure(
                .notFound, "no build of '\(service)' in \(range)",
                hint: "list_builds without a service shows every service; try more hours")
        }
        if let from { return (try find(from), new) }
        return (builds.first { $0.build != new.build && $0.firstSeen < new.firstSeen }, new)
    }
}
