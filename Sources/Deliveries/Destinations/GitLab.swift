import JSONValues
public import OutboundHTTP

/// `gitlab:group/project#12` or `gitlab:group/project!7`: a note on an issue or a merge request.
public struct GitLabNote: ReportDestination {
    public static let schemes = ["gitlab"]
    public static let account = "gitlab"
    private let exchange: Exchange
    private let notes: String

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        let example = "gitlab:group/project#12"
        let isMergeRequest = address.rest.contains("!")
        let (project, number) = try address.parts(
            separator: isMergeRequest ? "!" : "#", extra: "-._/", example: example)
        guard Int(number) != nil, project.contains("/"), !project.hasPrefix("/"), !project.hasSuffix("/") else {
            throw DeliveryFailure(.badAddress, "'\(address)' names no issue", hint: "it looks like \(example)")
        }
        guard let token = account.token, !token.isEmpty else {
            throw DeliveryFailure(.notConfigured, "there is no GitLab token", hint: "set GITLAB_TOKEN")
        }
        exchange = Exchange(name: "GitLab", http: http, headers: ["PRIVATE-TOKEN": token])
        notes =
            "\(account.baseURL)/projects/\(project.replacing("/", with: "%2F"))/"
            + "\(isMergeRequest ? "merge_requests" : "issues")/\(number)/notes"
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let marker = GitHub.marker(parcel.key)
        let body = MarkdownText.render(parcel.message, marker: marker, limit: 900_000)
        if let found = try await find(marker), let id = found["id"]?.idText {
            if found["body"]?.string?.trimmed != body.trimmed {
                try await parcel.beforePosting()
                _ = try await exchange.call(.put, "\(notes)/\(id)", body: ["body": .string(body)])
            }
            return Receipt(remoteID: id, wasThere: true)
        }
        try await parcel.beforePosting()
        let posted = try await exchange.call(.post, notes, body: ["body": .string(body)])
        return Receipt(remoteID: posted["id"]?.idText)
    }

    /// GitLab keeps at most 5,000 notes per issue; the newest come first.
    private func find(_ marker: String) async throws(DeliveryFailure) -> JSONValue? {
        for page in 1...50 {
            let query = "?per_page=100&page=\(page)&order_by=created_at&sort=desc"
            guard let answer = try await exchange.call(.get, notes + query).array else {
                throw DeliveryFailure(.unreachable, "GitLab's list of notes is not a list")
            }
            if let found = answer.first(where: { $0["body"]?.string?.contains(marker) == true }) { return found }
            if answer.count < 100 { return nil }
        }
        return nil
    }
}

extension String {
    /// Without line breaks and spaces at either end, which servers add and take away.
    var trimmed: Substring {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
