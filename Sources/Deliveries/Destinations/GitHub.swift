import Casebook
import Investigation
import JSONValues
public import OutboundHTTP
import Telemetry

/// GitHub's REST API: headers, addresses, and comments that are there once.
struct GitHub: Sendable {
    var exchange: Exchange
    var baseURL: String

    init(_ account: DestinationAccount, _ http: HTTPClient) throws(DeliveryFailure) {
        guard let token = account.token, !token.isEmpty else {
            throw DeliveryFailure(.notConfigured, "there is no GitHub token", hint: "set GITHUB_TOKEN")
        }
        baseURL = account.baseURL
        exchange = Exchange(
            name: "GitHub", http: http,
            headers: [
                "Accept": "application/vnd.github+json", "Authorization": "Bearer \(token)", "User-Agent": "whyd",
                "X-GitHub-Api-Version": "2022-11-28",
            ])
    }

    /// `owner/repo` and what stands after the separator.
    static func repository(
        _ address: DestinationAddress, separator: Character, example: String
    ) throws(DeliveryFailure) -> (String, String) {
        let (repository, rest) = try address.parts(separator: separator, extra: "-._/", example: example)
        guard repository.split(separator: "/", omittingEmptySubsequences: false).count == 2,
            repository.split(separator: "/").count == 2
        else {
            throw DeliveryFailure(.badAddress, "'\(address)' names no repository", hint: "it looks like \(example)")
        }
        return (repository, rest)
    }

    /// The marker is an HTML comment: it survives and nobody sees it.
    static func marker(_ key: String) -> String { "<!-- whyd:report:\(key) -->" }

    /// Posts a comment to `list`, or brings the one with the marker up to date.
    ///
    /// - Parameters:
    ///   - query: what limits the search, such as `&since=`.
    ///   - edit: where a comment of the list is changed, given its id.
    func comment(
        _ parcel: Parcel, in list: String, query: String = "", edit: (String) -> String
    ) async throws(DeliveryFailure) -> Receipt {
        let marker = Self.marker(parcel.key)
        let body = MarkdownText.render(parcel.message, marker: marker, limit: 65_000)
        if let found = try await find(marker, in: list, query: query), let id = found["id"]?.idText {
            if found["body"]?.string?.replacing("\r\n", with: "\n") != body {
                try await parcel.beforePosting()
                _ = try await exchange.call(.patch, edit(id), body: ["body": .string(body)])
            }
            return Receipt(remoteID: id, remoteURL: found["html_url"]?.string, wasThere: true)
        }
        try await parcel.beforePosting()
        let posted = try await exchange.call(.post, list, body: ["body": .string(body)])
        return Receipt(remoteID: posted["id"]?.idText, remoteURL: posted["html_url"]?.string)
    }

    private func find(_ marker: String, in list: String, query: String) async throws(DeliveryFailure) -> JSONValue? {
        for page in 1...100 {
            let answer = try await exchange.call(.get, "\(list)?per_page=100&page=\(page)\(query)")
            guard let comments = answer.array else {
                throw DeliveryFailure(.unreachable, "GitHub's list of comments is not a list")
            }
            if let found = comments.first(where: { $0["body"]?.string?.contains(marker) == true }) { return found }
            if comments.count < 100 { return nil }
        }
        throw DeliveryFailure(.refused, "the issue has more than 10,000 comments to look through")
    }
}

/// `github:owner/repo#12`: a comment on an issue or a pull request.
public struct GitHubIssueComment: ReportDestination {
    public static let schemes = ["github"]
    public static let account = "github"
    private let github: GitHub
    private let repository: String
    private let number: String

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        let example = "github:owner/repo#12"
        (repository, number) = try GitHub.repository(address, separator: "#", example: example)
        guard Int(number) != nil else {
            throw DeliveryFailure(.badAddress, "'\(address)' has no issue number", hint: "it looks like \(example)")
        }
        github = try GitHub(account, http)
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let repository = "\(github.baseURL)/repos/\(repository)"
        let since = parcel.report.createdAt.description.prefix(19) + "Z"
        return try await github.comment(
            parcel, in: "\(repository)/issues/\(number)/comments", query: "&since=\(since)",
            edit: { "\(repository)/issues/comments/\($0)" })
    }
}

/// `github-commit:owner/repo@sha`: a comment on a commit.
public struct GitHubCommitComment: ReportDestination {
    public static let schemes = ["github-commit"]
    public static let account = "github"
    private let github: GitHub
    private let repository: String
    private let commit: String

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        (repository, commit) = try GitHub.repository(
            address, separator: "@", example: "github-commit:owner/repo@4f2a91c")
        github = try GitHub(account, http)
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let repository = "\(github.baseURL)/repos/\(repository)"
        return try await github.comment(
            parcel, in: "\(repository)/commits/\(commit)/comments", edit: { "\(repository)/comments/\($0)" })
    }
}
