import JSONValues
public import OutboundHTTP

/// `github-status:owner/repo@sha[/name]`: the status of a commit, quiet where it is good.
public struct GitHubCommitStatus: ReportDestination {
    public static let schemes = ["github-status"]
    public static let account = "github"
    private let commit: GitHubCommit

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        commit = try GitHubCommit(address, account, http)
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let status = CommitStatus(parcel, name: commit.place.name)
        var body: [String: JSONValue] = [
            "state": .string(status.isGood ? "success" : "failure"), "context": .string(status.name),
            "description": .string(status.description),
        ]
        if let link = status.link { body["target_url"] = .string(link) }
        let known = try await commit.github.exchange.call(
            .get, "\(commit.url)/statuses?per_page=100")
        // Newest first: only the newest of a context counts.
        if let found = known.array?.first(where: { $0["context"] == body["context"] }),
            found["state"] == body["state"], found["description"] == body["description"]
        {
            return Receipt(remoteID: found["id"]?.idText, remoteURL: found["url"]?.string, wasThere: true)
        }
        try await parcel.beforePosting()
        let posted = try await commit.github.exchange.call(
            .post, "\(commit.repository)/statuses/\(commit.place.commit)", body: .object(body))
        return Receipt(remoteID: posted["id"]?.idText, remoteURL: posted["url"]?.string)
    }
}
