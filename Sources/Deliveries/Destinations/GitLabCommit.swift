import OutboundHTTP

/// A commit at GitLab that a report is written to.
struct GitLabCommit: Sendable {
    let gitlab: GitLab
    let place: CommitAddress

    init(_ address: DestinationAddress, _ account: DestinationAccount, _ http: HTTPClient) throws(DeliveryFailure) {
        place = try CommitAddress(address, isNested: true)
        gitlab = try GitLab(account, project: place.repository, http)
    }

    /// Where the commit is in the API.
    var url: String { "\(gitlab.project)/repository/commits/\(place.commit)" }
}
