import FoundationEssentials
import JSONValues
public import OutboundHTTP

/// `jira:SHOP-12`: a comment on an issue of Jira Cloud (REST v3).
public struct JiraComment: ReportDestination {
    public static let schemes = ["jira"]
    public static let account = "jira"
    private let exchange: Exchange
    private let comments: String

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        guard DestinationAddress.isPlain(address.rest, "-_"), address.rest.contains("-") else {
            throw DeliveryFailure(.badAddress, "'\(address)' names no issue", hint: "it looks like jira:SHOP-12")
        }
        guard let token = account.token, !token.isEmpty else {
            throw DeliveryFailure(.notConfigured, "there is no Jira token", hint: "set JIRA_USER and JIRA_TOKEN")
        }
        // With a user it is Cloud's API token, without one a personal access token.
        let authorization =
            account.user.map { "Basic \(Data("\($0):\(token)".utf8).base64EncodedString())" } ?? "Bearer \(token)"
        exchange = Exchange(
            name: "Jira", http: http, headers: ["Accept": "application/json", "Authorization": authorization])
        comments = "\(account.baseURL)/rest/api/3/issue/\(address.rest)/comment"
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        // Documents have no hidden comments, and lists of comments leave their properties out: the key stands in words.
        let reference = "Reference \(parcel.key)"
        if let found = try await find(reference) {
            return Receipt(remoteID: found["id"]?.idText, remoteURL: found["self"]?.string, wasThere: true)
        }
        let document = JiraDocument.render(parcel.message, reference: reference, limit: 30_000)
        let comment: JSONValue = [
            "body": document,
            "properties": [["key": "whyd.report", "value": ["key": .string(parcel.key)]]],
        ]
        try await parcel.beforePosting()
        let posted = try await exchange.call(.post, comments, body: comment)
        return Receipt(remoteID: posted["id"]?.idText, remoteURL: posted["self"]?.string)
    }

    private func find(_ reference: String) async throws(DeliveryFailure) -> JSONValue? {
        var start = 0
        while start < 5000 {
            let answer = try await exchange.call(
                .get, "\(comments)?startAt=\(start)&maxResults=100&orderBy=-created")
            guard let page = answer["comments"]?.array else {
                throw DeliveryFailure(.unreachable, "Jira's list of comments is not a list")
            }
            if let found = page.first(where: { $0["body"]?.text.contains(reference) == true }) { return found }
            start += page.count
            if page.isEmpty || start >= answer["total"]?.integer ?? 0 { return nil }
        }
        return nil
    }
}
