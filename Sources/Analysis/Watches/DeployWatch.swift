public import Telemetry

/// What a deploy did, looked at a while after it; a value the daemon drives.
///
/// Pure: the daemon reads the comparison at each due time and hands it in, and does what it is told.
public struct DeployWatch: Hashable, Sendable {
    /// How far it has come.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case watching, healthy, regressed
        /// The old build is back, and whether the numbers came back with it is not known yet.
        case rolledBack = "rolled back"
        case recovered
        /// Rolled back, and still worse than before: the deploy was not the cause, or not the only one.
        case notRecovered = "not recovered"
    }

    /// What the daemon should do.
    public enum Action: Hashable, Sendable {
        /// Write the report to the commit or pull request, without paging anyone.
        case deliverQuietly(DiffReport)
        /// Open a case with the report attached.
        case openCase(DiffReport)
        /// Say whether the numbers returned.
        case closeLoop(DiffReport)
    }

    /// When it looks after the deploy.
    public static let defaultWindows: [Duration] = [.seconds(600), .seconds(3600), .seconds(86_400)]

    public var service: String
    public var build: String
    public var previous: String?
    public var deployedAt: Timestamp
    public private(set) var state: State
    /// Operations that had regressed when the case was opened.
    public private(set) var regressed: Set<Operation>

    /// Opens a watch, or takes one up again where it stood.
    public init(
        service: String, build: String, previous: String?, deployedAt: Timestamp, state: State = .watching,
        regressed: Set<Operation> = []
    ) {
        self.service = service
        self.build = build
        self.previous = previous
        self.deployedAt = deployedAt
        self.state = state
        self.regressed = regressed
    }

    /// Takes the comparison of a window.
    ///
    /// - Parameter isLast: whether no later window follows.
    public mutating func observe(_ difference: BuildDifference, after window: Duration, isLast: Bool) -> [Action] {
        let report = DiffReport(difference, service: service, build: build, previous: previous, window: window)
        let worse = Set(report.regressions.map(\.operation))
        switch state {
        case .watching, .healthy, .regressed:
            let isNews = !worse.isSubset(of: regressed)
            regressed.formUnion(worse)
            if isNews {
                state = .regressed
                return [.openCase(report)]
            }
            if state == .watching, isLast || report.isMeasured { state = worse.isEmpty ? .healthy : .regressed }
            return [.deliverQuietly(report)]
        case .rolledBack, .recovered, .notRecovered: return []
        }
    }

    /// Notes that the previous build serves again and this one no longer does.
    public mutating func rollBack() {
        if state == .regressed || state == .watching || state == .healthy { state = .rolledBack }
    }

    /// Takes the comparison of the time before the deploy with the time after the rollback.
    public mutating func observeRollback(_ difference: BuildDifference, after window: Duration) -> [Action] {
        guard state == .rolledBack else { return [] }
        let report = DiffReport(
            difference, service: service, build: previous ?? "", previous: previous, window: window,
            rollbackOf: build, regressed: regressed)
        let still = difference.comparison.operations(.regressed).filter {
            regressed.isEmpty || regressed.contains($0.operation)
        }
        let isMeasured = difference.comparison.operations.contains {
            regressed.contains($0.operation) && $0.verdict != .tooFew && $0.after != nil
        }
        guard isMeasured || regressed.isEmpty else { return [.deliverQuietly(report)] }
        state = still.isEmpty ? .recovered : .notRecovered
        return [.closeLoop(report)]
    }
}
