import Casebook
import Deliveries
import Investigation
import JSONValues
import OutboundHTTP
import Synchronization
import TestSupport
import Testing

/// Statuses of commits and comments on the change that brought them, at a real receiver.
struct CommitDestinationTests {
    private let sha = "0123456789abcdef0123456789abcdef01234567"

    @Test func `GitHub's status has a name of its own, and the same answer is not posted twice`() async throws {
        let host = try Host()
        let bench = try await DeliveryBench(
            Report(title: "payment 1.5.0: nothing measurable", answer: "", outcome: .noFault))
        for _ in 1...2 { try await host.deliver(bench, "github-status:acme/shop@\(sha)/production/payment") }
        let post = try #require(host.posts.first)
        #expect(host.posts.count == 1)
        #expect(post.target == "/repos/acme/shop/statuses/\(sha)")
        let body = try JSONValue(parsing: post.body)
        #expect(body["context"] == "whyd/production/payment" && body["state"] == "success")
        #expect(body["target_url"] == "http://whyd.example.com/reports/1")
        #expect(body["description"] == "payment 1.5.0: nothing measurable")
    }

    @Test func `a report that got worse replaces the status`() async throws {
        let host = try Host()
        let address = "github-status:acme/shop@\(sha)/payment"
        for outcome in [Report.Outcome.noFault, .causeFound] {
            try await host.deliver(try await DeliveryBench(Report(title: "t", answer: "", outcome: outcome)), address)
        }
        #expect(try host.posts.map { try JSONValue(parsing: $0.body)["state"] } == ["success", "failure"])
    }

    @Test func `the comment goes to the pull request that was merged, and is brought up to date there`() async throws {
        let host = try Host([
            "/repos/acme/shop/commits/\(sha)/pulls": [
                ["number": 6, "merged_at": .null], ["number": 7, "merged_at": "2026-01-01T00:00:00Z"],
            ]
        ])
        let bench = try await DeliveryBench()
        for _ in 1...2 { try await host.deliver(bench, "github-change:acme/shop@\(sha)") }
        let theirs = try CapturedRequest("github", pathEndingIn: "/comments")
        let post = try #require(host.posts.first)
        #expect(host.posts.count == 1)
        #expect(post.target == theirs.path.replacing("/o/r/", with: "/acme/shop/"))
        #expect(post.headers["content-type"] == theirs.headers["content-type"])
    }

    @Test func `a commit that no pull request brought is commented itself`() async throws {
        let host = try Host()
        try await host.deliver(try await DeliveryBench(), "github-change:acme/shop@\(sha)")
        #expect(host.posts.map(\.target) == ["/repos/acme/shop/commits/\(sha)/comments"])
    }

    @Test func `GitLab's merge request gets a note in the shape of its own SDK, and the commit a status`() async throws
    {
        let base = "/projects/g%2Fsub%2Fshop"
        let host = try Host(["\(base)/repository/commits/\(sha)/merge_requests": [["iid": 3, "state": "merged"]]])
        let bench = try await DeliveryBench()
        for _ in 1...2 {
            try await host.deliver(bench, "gitlab-change:g/sub/shop@\(sha)")
            try await host.deliver(bench, "gitlab-status:g/sub/shop@\(sha)/payment")
        }
        #expect(host.posts.map(\.target) == ["\(base)/merge_requests/3/notes", "\(base)/statuses/\(sha)"])
        let theirs = try CapturedRequest("gitlab", pathEndingIn: "/notes")
        #expect(try JSONValue(parsing: host.posts[0].body).object?.keys.sorted() == theirs.body.object?.keys.sorted())
        #expect(host.posts[0].headers["private-token"] == "tok")
        #expect(try JSONValue(parsing: host.posts[1].body)["state"] == "failed")
    }

    @Test func `several findings are a list, so that they can be skimmed`() async throws {
        let host = try Host()
        let bench = try await DeliveryBench(Report(title: "t", answer: "POST /pay: regressed\n\nExpected x: fail"))
        try await host.deliver(bench, "github-change:acme/shop@\(sha)")
        let body = try #require(try JSONValue(parsing: host.posts[0].body)["body"]?.string)
        #expect(body.contains("\n- POST /pay: regressed\n- Expected x: fail\n"), "\(body)")
    }

    @Test(arguments: [
        "github-status:acme@0123456", "github-status:acme/shop", "github-status:acme/shop@",
        "github-change:a/b/c@0123456",
        "github-status:acme/shop@0123456/../x", "gitlab-change:shop@0123456", "gitlab-status:g//shop@0123456",
        "github-status:acme/shop@0123456/a b",
    ])
    func `an address that names no commit is refused`(_ address: String) async throws {
        let bench = try await DeliveryBench()
        let accounts = [
            "github": DestinationAccount(baseURL: "http://127.0.0.1:9", token: "t"),
            "gitlab": DestinationAccount(baseURL: "http://127.0.0.1:9", token: "t"),
        ]
        let error = await #expect(throws: DeliveryFailure.self) {
            _ = try await bench.service(accounts).deliver(reportID: 1, to: address)
        }
        #expect(error?.code == .badAddress)
    }

    /// A host that lists what was posted to it, and knows which changes brought a commit.
    private final class Host: Sendable {
        let server: LoopbackServer

        init(_ changes: [String: JSONValue] = [:]) throws {
            let kept = Mutex<[(target: String, body: JSONValue)]>([])
            server = try LoopbackServer { request in
                let path = String(request.target.prefix { $0 != "?" })
                if request.method == "POST" {
                    var body = (try? JSONValue(parsing: request.body)) ?? .null
                    if case .object(var members) = body {
                        members["id"] = 1
                        members["status"] = members["state"]
                        body = .object(members)
                    }
                    kept.withLock { $0.append((path, body)) }
                    return .response(201, body.text)
                }
                if let change = changes[path] { return .response(200, change.text) }
                // A commit's statuses are listed elsewhere than they are posted.
                let listed = path.replacing("/repository/commits/", with: "/").replacing("/commits/", with: "/")
                let parts = listed.split(separator: "/")
                let isStatus = parts.last == "statuses"
                let found = kept.withLock { all in
                    all.filter { isStatus ? $0.target.contains("/statuses/") : $0.target == path }.map(\.body)
                }
                return .response(200, JSONValue.array(found.reversed()).text)
            }
        }

        var posts: [LoopbackRequest] { server.requests.filter { $0.method == "POST" } }

        func deliver(_ bench: DeliveryBench, _ address: String) async throws {
            let account = DestinationAccount(baseURL: server.url, token: "tok")
            let destinations = Destinations(accounts: ["github": account, "gitlab": account], http: .init())
            let report = try #require(try await bench.book.findReport(1))
            _ = try await destinations.destination(address).deliver(
                Parcel(report: report, link: "http://whyd.example.com/reports/1", sentAt: noon))
        }
    }
}
