import JSONValues
public import OutboundHTTP

/// `github-change:owner/repo@sha`: a comment on the pull request that brought a commit, or on the commit where none did.
public struct GitHubChangeComment: ReportDestination {
    public static let schemes = ["github-change"]
    public static let account = "github"
    private let commit: GitHubCommit

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        commit = try GitHubCommit(address, account, http)
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let (github, repository) = (commit.github, commit.repository)
        let pulls = try await github.exchange.call(.get, "\(commit.url)/pulls?per_page=100").array ?? []
        // A commit can be in several; the merged one brought it.
        let pull = pulls.first { $0["merged_at"]?.string != nil } ?? pulls.first
        guard let number = pull?["number"]?.integer else {
            return try await github.comment(
                parcel, in: "\(commit.url)/comments", edit: { "\(repository)/comments/\($0)" })
        }
        return try await github.comment(
            parcel, in: "\(repository)/issues/\(number)/comments", edit: { "\(repository)/issues/comments/\($0)" })
    }
}
