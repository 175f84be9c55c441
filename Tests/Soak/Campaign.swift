/// One way of being hard on whyd.
protocol Campaign: Sendable {
    static var name: String { get }
    /// The time after which it counts as hung, in its long and its short version.
    static var deadline: (long: Duration, short: Duration) { get }

    /// Runs it, noting what was counted and what went wrong.
    static func run(on stage: Stage, _ notes: Notes) async throws
}

/// Every campaign, in the order they run.
enum Campaigns {
    static let all: [any Campaign.Type] = [
        StoreCampaign.self,
        InvestigationCampaign.self,
        ModelFaultCampaign.self,
        HostileCampaign.self,
        DiskFullCampaign.self,
        LeakCampaign.self,
        OverheadCampaign.self,
    ]
}
