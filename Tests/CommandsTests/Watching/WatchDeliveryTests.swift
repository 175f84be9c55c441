import Casebook
import Deliveries
import JSONValues
import Logging
import OutboundHTTP
import Synchronization
import Telemetry
import TestSupport
import Testing

/// From a told deploy to GitHub: the daemon's watch round and its outbox, over real HTTP.
@Suite(.timeLimit(.minutes(2)))
struct WatchDeliveryTests {
    /// One round of a daemon that has just started.
    private func run(_ bench: WatchBench, _ host: Host) async throws {
        try await bench.look()
        let account = DestinationAccount(baseURL: host.server.url, token: "tok")
        await DeliveryService(
            casebook: bench.casebook, destinations: Destinations(accounts: ["github": account], http: HTTPClient()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: { WatchBench.end },
            wait: { _ in }
        ).deliverDue()
    }

    @Test func `a bad deploy is told once as a status and once on its pull request, however often it is looked at`()
        async throws
    {
        let bench = try WatchBench()
        let host = try Host(pull: 7)
        _ = try await bench.deploy("1.6.0", after: 300)
        for _ in 1...3 { try await run(bench, host) }
        #expect(
            host.posts.map(\.target).sorted() == [
                "/repos/acme/shop/issues/7/comments", "/repos/acme/shop/statuses/\(bench.bad)",
            ])
        let status = try #require(host.posts.first { $0.target.contains("/statuses/") })
        let body = try JSONValue(parsing: status.body)
        #expect(body["state"] == "failure" && body["context"] == "whyd/prod/payment")
        #expect(body["description"]?.string?.contains("1 operation got worse") == true)
        let comment = try #require(host.posts.first { $0.target.hasSuffix("/comments") })
        #expect(comment.text.contains("POST /charges: regressed") && comment.text.contains("of 50 users"))
        let id = try #require(try await bench.casebook.watches(ofDeploy: 1)[0].reportID)
        #expect(try await bench.casebook.deliveries(ofReport: id).allSatisfy { $0.state == .delivered })
    }

    /// Enough of GitHub: statuses and comments that are listed once they were posted.
    private final class Host: Sendable {
        let server: LoopbackServer

        init(pull: Int64) throws {
            let kept = Mutex<[(target: String, body: JSONValue)]>([])
            server = try LoopbackServer { request in
                let path = String(request.target.prefix { $0 != "?" })
                if request.method == "POST" {
                    var body = (try? JSONValue(parsing: request.body)) ?? .null
                    if case .object(var members) = body {
                        members["id"] = 1
                        body = .object(members)
                    }
                    kept.withLock { $0.append((path, body)) }
                    return .response(201, body.text)
                }
                if path.hasSuffix("/pulls") {
                    let change: JSONValue = [["number": .integer(pull), "merged_at": "2026-01-01T00:00:00Z"]]
                    return .response(200, change.text)
                }
                // A commit's statuses are listed elsewhere than they are posted.
                let listed = path.replacing("/commits/", with: "/statuses/").replacing("/statuses", with: "")
                let found = kept.withLock { all in
                    all.filter {
                        path.hasSuffix("/statuses")
                            ? $0.target.replacing("/statuses", with: "") == listed : $0.target == path
                    }
                }
                return .response(200, JSONValue.array(found.map(\.body).reversed()).text)
            }
        }

        var posts: [LoopbackRequest] { server.requests.filter { $0.method == "POST" } }
    }
}
