import Analysis
import SourceHistory
import SpanSources
import ToolKit

/// Finds the repository and the commit that a tool's arguments mean.
struct SourceLocator {
    let repositories: RepositorySet
    /// Looks up what is known of builds whose version is no tag.
    let catalogue: BuildCatalogue?

    /// The place to read at. Without build and revision it is the newest build seen, else the repository's head.
    func locate(
        service: String?, build: String?, revision: String?, _ context: ToolContext
    ) async throws(ToolFailure) -> (repository: SourceRepository, revision: Revision, note: String?) {
        do {
            let repository = try repositories.required(forService: service)
            if build != nil || revision != nil {
                var known = revision
                if known == nil, let build { known = await revisionOf(build, service, context) }
                return (repository, try await repository.revision(ofVersion: build, revision: known), nil)
            }
            if let newest = await newest(service, context),
                let found = try? await repository.revision(ofVersion: newest.build, revision: newest.revision)
            {
                return (repository, found, "read at the newest build seen, \(newest.build)")
            }
            return (repository, try await repository.revision("HEAD"), "read at the repository's head")
        } catch {
            throw ToolFailure(error)
        }
    }

    private func revisionOf(_ build: String, _ service: String?, _ context: ToolContext) async -> String? {
        let range = BuildCatalogue.range(hours: 24 * 30, context)
        let builds = (try? await catalogue?.builds(service: service, range: range, context)) ?? []
        return builds.first { $0.build == build && $0.revision != nil }?.revision
    }

    private func newest(_ service: String?, _ context: ToolContext) async -> (build: String, revision: String?)? {
        guard let service else { return nil }
        let range = BuildCatalogue.range(hours: nil, context)
        let builds = (try? await catalogue?.builds(service: service, range: range, context)) ?? []
        return builds.first.map { ($0.build, $0.revision) }
    }
}
