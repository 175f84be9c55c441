public import Casebook

/// Files what was observed: gives signals their grouping keys, records them and deploys, and says what is new.
///
/// May be repeated: what is known already changes nothing.
public actor SignalDesk {
    /// What filing did.
    public struct Filing: Sendable, Equatable {
        /// What became of each signal, in order.
        public var signals: [RecordedSignal] = []
        /// What became of each deploy, in order; those known before are not new.
        public var deploys: [StoredDeploy] = []
        public var newDeploys = 0

        /// The cases the signals belong to, each once.
        public var caseIDs: [Int64] {
            signals.reduce(into: []) { if !$0.contains($1.case.id) { $0.append($1.case.id) } }
        }
        /// How many cases these signals opened.
        public var newCases: Int { signals.count(where: \.isNewCase) }
        /// Whether there is something for the daemon to do.
        public var isNews: Bool { newCases > 0 || newDeploys > 0 }
    }

    private let casebook: CaseStore
    private let environment: String?
    private let callsAround: @Sendable (Set<String>) async -> [String: Set<String>]
    private var deviatingTogether: [String: Set<String>] = [:]
    private let watchAfterSeconds: [Double]
    private let services: [String: [String]]
    private let onNews: @Sendable (Filing) -> Void

    /// Makes a desk.
    ///
    /// - Parameters:
    ///   - environment: The environment of signals that name none; nil where environments do not part cases.
    ///   - callsAround: Told the services of signals, says which services call each other, so that signals along a call
    ///     become one case.
    ///   - watchAfterSeconds: When after a deploy its watches are due.
    ///   - services: What is built from a repository (`owner/name`), where it is more than its own name says.
    ///   - onNews: Called after a filing that opened a case or brought a new deploy; must not block.
    public init(
        casebook: CaseStore, environment: String? = nil,
        callsAround: @escaping @Sendable (Set<String>) async -> [String: Set<String>] = { _ in [:] },
        watchAfterSeconds: [Double] = [], services: [String: [String]] = [:],
        onNews: @escaping @Sendable (Filing) -> Void = { _ in }
    ) {
        self.casebook = casebook
        self.environment = environment
        self.callsAround = callsAround
        self.watchAfterSeconds = watchAfterSeconds
        self.services = services
        self.onNews = onNews
    }

    /// Tells which services deviate together now, whoever calls whom.
    public func update(deviatingTogether services: [String: Set<String>]) {
        deviatingTogether = services
    }

    /// Files observations; when it returns, they survive a crash.
    ///
    /// - Throws: `CasebookError`; what was filed before it stays, and filing all of it again is safe.
    @discardableResult
    public func file(_ observations: Observations) async throws(CasebookError) -> Filing {
        var filing = Filing()
        let grouping = await grouping(of: observations.signals)
        for signal in observations.signals {
            filing.signals.append(try await casebook.record(grouping.grouped(signal)))
        }
        for deploy in observations.deploys.flatMap(deploys) {
            let recorded = try await casebook.record(deploy, watchAfterSeconds: watchAfterSeconds)
            filing.deploys.append(recorded.deploy)
            if recorded.isNew { filing.newDeploys += 1 }
        }
        for change in observations.flagChanges { try await casebook.record(change) }
        if filing.isNews { onNews(filing) }
        return filing
    }

    private func grouping(of signals: [Signal]) async -> GroupingPolicy {
        let services = Set(signals.compactMap(\.service))
        guard !services.isEmpty else { return GroupingPolicy(environment: environment) }
        let calls = await callsAround(services)
        return GroupingPolicy(
            environment: environment, neighbours: calls.merging(deviatingTogether) { $0.union($1) })
    }

    /// A host that knows only the repository tells a deploy of everything that is built from it.
    private func deploys(_ told: Deploy) -> [Deploy] {
        guard let repository = told.repository, let built = services[repository], !built.contains(told.service) else {
            return [told]
        }
        return built.map { service in
            var deploy = told
            deploy.service = service
            deploy.dedupKey += ":\(service)"
            return deploy
        }
    }

    /// Files signals alone, such as those of detectors.
    @discardableResult
    public func file(_ signals: [Signal]) async throws(CasebookError) -> Filing {
        try await file(Observations(signals: signals))
    }
}
