/// Which repository each service is built from.
public struct RepositorySet: Sendable {
    /// A configured repository and the services built from it.
    public struct Entry: Sendable {
        public var repository: SourceRepository
        /// `service.name`s; empty for every service.
        public var services: [String]

        /// Makes an entry.
        public init(repository: SourceRepository, services: [String] = []) {
            self.repository = repository
            self.services = services
        }
    }

    /// In the order of the configuration.
    public var entries: [Entry]

    /// Makes a set.
    public init(_ entries: [Entry] = []) { self.entries = entries }

    /// The repository of a service: one that names it, else the first that names none.
    public func repository(ofService service: String) -> SourceRepository? {
        (entries.first { $0.services.contains(service) } ?? entries.first { $0.services.isEmpty })?.repository
    }

    /// Every repository once, in the order of the configuration.
    public var repositories: [SourceRepository] {
        var seen: Set<String> = []
        return entries.map(\.repository).filter { seen.insert($0.path + "\0" + ($0.subdirectory ?? "")).inserted }
    }

    /// The services that a path of a repository belongs to; empty where that is not configured.
    public func services(builtFrom repository: SourceRepository, path: String) -> [String] {
        entries.filter { entry in
            entry.repository.path == repository.path
                && entry.repository.subdirectory.map { path.hasPrefix($0 + "/") } ?? true
        }.flatMap(\.services)
    }

    /// The repository of a service, or the only one.
    ///
    /// - Throws: `.repositoryGone` where none is configured for it.
    public func required(forService service: String?) throws(SourceHistoryError) -> SourceRepository {
        if let service, let repository = repository(ofService: service) { return repository }
        if service == nil, let only = repositories.first, repositories.count == 1 { return only }
        let known = entries.flatMap(\.services).sorted().joined(separator: ", ")
        throw SourceHistoryError(
            .repositoryGone,
            service.map { "no repository is configured for service '\($0)'" }
                ?? "several repositories are configured; name the service",
            hint: known.isEmpty ? "add it under 'repositories' in whyd.yaml" : "services with a repository: \(known)")
    }
}
