import OutboundHTTP

/// A commit at GitHub that a report is written to.
struct GitHubCommit: Sendable {
    let github: GitHub
    let place: CommitAddress

    init(_ address: DestinationAddress, _ account: DestinationAccount, _ http: HTTPClient) throws(DeliveryFailure) {
        place = try CommitAddress(address, isNested: false)
        github = try GitHub(account, http)
    }

    /// Where the repository is in the API.
    var repository: String { "\(github.baseURL)/repos/\(place.repository)" }
    /// Where the commit is.
    var url: String { "\(repository)/commits/\(place.commit)" }
}
