import JSONValues
public import OutboundHTTP

/// `gitlab-status:group/project@sha[/name]`: the status of a commit (https://docs.gitlab.com/api/commits/).
public struct GitLabCommitStatus: ReportDestination {
    public static let schemes = ["gitlab-status"]
    public static let account = "gitlab"
    private let commit: GitLabCommit

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        commit = try GitLabCommit(address, account, http)
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let status = CommitStatus(parcel, name: commit.place.name)
        let state = JSONValue.string(status.isGood ? "success" : "failed")
        let name = JSONValue.string(status.name)
        let known = try await commit.gitlab.exchange.call(
            .get, "\(commit.url)/statuses?per_page=100")
        // Only the newest of a name counts, and GitLab refuses to post the state a status has already.
        let newest = (known.array ?? []).filter { $0["name"] == name }
            .max { ($0["id"]?.integer ?? 0) < ($1["id"]?.integer ?? 0) }
        if let newest, newest["status"] == state, newest["description"]?.string == status.description {
            return Receipt(remoteID: newest["id"]?.idText, wasThere: true)
        }
        var body: [String: JSONValue] = [
            "state": state, "name": name, "description": .string(status.description),
        ]
        if let link = status.link { body["target_url"] = .string(link) }
        try await parcel.beforePosting()
        let posted = try await commit.gitlab.exchange.call(
            .post, "\(commit.gitlab.project)/statuses/\(commit.place.commit)", body: .object(body))
        return Receipt(remoteID: posted["id"]?.idText)
    }
}
