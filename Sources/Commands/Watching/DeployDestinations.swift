import Casebook

/// The addresses a diff report may go to.
struct DeployDestinations: Sendable, Equatable {
    /// A commit at the host of its repository.
    struct Commit: Sendable, Equatable {
        /// `github:owner/repo` or `gitlab:group/project`.
        var remote: String
        var hash: String
    }

    /// Quiet ones: nobody is notified.
    var statuses: [String]
    /// Comments on the change, and tickets the deploy named.
    var comments: [String]

    init(told: [String], commit: Commit?, delivery: ServiceRepositories.Delivery, deploy: Deploy) {
        statuses = []
        comments = told
        guard let commit, let colon = commit.remote.firstIndex(of: ":") else { return }
        let host = commit.remote[..<colon]
        let place = "\(commit.remote[commit.remote.index(after: colon)...])@\(commit.hash)"
        if delivery == .status || delivery == .both {
            statuses.append("\(host)-status:\(place)/\(Self.name(deploy))")
        }
        if delivery == .comment || delivery == .both {
            comments.append(host == "gitlab" ? "gitlab-change:\(place)" : "github-change:\(place)")
        }
    }

    /// Statuses always; comments where there is something to tell, or where one stands that must be brought up to date.
    func chosen(isLoud: Bool, delivered: [String]) -> [String] {
        statuses + comments.filter { isLoud || delivered.contains($0) }
    }

    /// What the status is about: `production/payment`.
    private static func name(_ deploy: Deploy) -> String {
        [deploy.environment, deploy.service].compactMap(\.self).map { part in
            String(part.map { $0.isASCII && ($0.isLetter || $0.isNumber) || "-._".contains($0) ? $0 : "-" })
        }.joined(separator: "/")
    }
}
