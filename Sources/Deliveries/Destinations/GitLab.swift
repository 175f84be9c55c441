import JSONValues
import OutboundHTTP

/// GitLab's REST API: headers, addresses, and notes that are there once.
struct GitLab: Sendable {
    let exchange: Exchange
    /// `…/projects/group%2Fproject`.
    let project: String

    init(_ account: DestinationAccount, project: String, _ http: HTTPClient) throws(DeliveryFailure) {
        guard let token = account.token, !token.isEmpty else {
            throw DeliveryFailure(.notConfigured, "there is no GitLab token", hint: "set GITLAB_TOKEN")
        }
        exchange = Exchange(name: "GitLab", http: http, headers: ["PRIVATE-TOKEN": token])
        self.project = "\(account.baseURL)/projects/\(project.replacing("/", with: "%2F"))"
    }

    /// Posts a note to a list, or brings the one with the marker up to date.
    func note(_ parcel: Parcel, in notes: String) async throws(DeliveryFailure) -> Receipt {
        let marker = GitHub.marker(parcel.key)
        let body = MarkdownText.render(parcel.message, marker: marker, limit: 900_000)
        if let found = try await find(marker, in: notes), let id = found["id"]?.idText {
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
    private func find(_ marker: String, in notes: String) async throws(DeliveryFailure) -> JSONValue? {
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
