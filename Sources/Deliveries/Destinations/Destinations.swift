public import OutboundHTTP

/// Every destination that is configured.
public struct Destinations: Sendable {
    private static let kinds: [any ReportDestination.Type] = [
        GitHubChangeComment.self,
        GitHubCommitComment.self,
        GitHubCommitStatus.self,
        GitHubIssueComment.self,
        GitLabChangeNote.self,
        GitLabCommitStatus.self,
        GitLabNote.self,
        JiraComment.self,
        PagerDutyNote.self,
        SlackMessage.self,
        StandardWebhook.self,
    ]

    private let accounts: [String: DestinationAccount]
    private let http: HTTPClient

    /// Makes the list.
    ///
    /// - Parameter accounts: by section of the configuration: `github`, `gitlab`, `jira`, `pagerduty`, `slack`, `webhook`.
    public init(accounts: [String: DestinationAccount], http: HTTPClient) {
        self.accounts = accounts
        self.http = http
    }

    /// The destination an address names.
    ///
    /// - Throws: `.badAddress` for a scheme nobody knows, `.notConfigured` without an account.
    public func destination(_ text: String) throws(DeliveryFailure) -> any ReportDestination {
        let address = try DestinationAddress(text)
        guard let kind = Self.kinds.first(where: { $0.schemes.contains(address.scheme) }) else {
            throw DeliveryFailure(
                .badAddress, "whyd delivers nothing to '\(address.scheme)'",
                hint: "it knows \(Self.kinds.flatMap { $0.schemes }.joined(separator: ", "))")
        }
        guard let account = accounts[kind.account] else {
            throw DeliveryFailure(
                .notConfigured, "\(kind.account) is not configured",
                hint: "`whyd config` lists the keys of \(kind.account); its token or secret stands in the environment")
        }
        return try kind.init(address, account: account, http: http)
    }
}
