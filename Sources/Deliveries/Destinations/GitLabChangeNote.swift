import JSONValues
public import OutboundHTTP

/// `gitlab-change:group/project@sha`: a note on the merge request that brought a commit, or a comment on the commit.
public struct GitLabChangeNote: ReportDestination {
    public static let schemes = ["gitlab-change"]
    public static let account = "gitlab"
    private let commit: GitLabCommit

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        commit = try GitLabCommit(address, account, http)
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let gitlab = commit.gitlab
        let requests = try await gitlab.exchange.call(.get, "\(commit.url)/merge_requests?per_page=100").array ?? []
        let request = requests.first { $0["state"]?.string == "merged" } ?? requests.first
        guard let number = request?["iid"]?.integer else { return try await comment(parcel) }
        return try await gitlab.note(parcel, in: "\(gitlab.project)/merge_requests/\(number)/notes")
    }

    /// Comments on commits have no id and cannot be changed: what is there stays.
    private func comment(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let marker = GitHub.marker(parcel.key)
        let known = try await commit.gitlab.exchange.call(.get, "\(commit.url)/comments?per_page=100").array ?? []
        if known.contains(where: { $0["note"]?.string?.contains(marker) == true }) {
            return Receipt(remoteID: commit.place.commit, wasThere: true)
        }
        try await parcel.beforePosting()
        let body = MarkdownText.render(parcel.message, marker: marker, limit: 900_000)
        _ = try await commit.gitlab.exchange.call(.post, "\(commit.url)/comments", body: ["note": .string(body)])
        return Receipt(remoteID: commit.place.commit)
    }
}
