import Casebook
import Deliveries
import Foundation
import JSONValues
import Synchronization
import Telemetry
import TestSupport
import Testing

struct GitHubTests {
    private let address = "github:shop/shop#12"

    @Test func `a report is posted once, however often it is attached`() async throws {
        let bench = try await DeliveryBench()
        let github = try GitHubDouble()
        let first = try await bench.service(github.account).deliver(reportID: 1, to: address)
        let second = try await bench.service(github.account).deliver(reportID: 1, to: address)
        #expect(first.state == .delivered && second == first)
        #expect(first.remoteURL == "https://github.example.com/c/1")
        #expect(github.comments.count == 1)
        #expect(github.comments[0].body.contains("<!-- whyd:report:\(try await bench.key()) -->"))
    }

    @Test func `the request has the shape of GitHub's own SDK`() async throws {
        let bench = try await DeliveryBench()
        let github = try GitHubDouble()
        _ = try await bench.service(github.account).deliver(reportID: 1, to: "github:o/r#7")
        let ours = try #require(github.posts.first)
        let theirs = try CapturedRequest("github", pathEndingIn: "/comments")
        #expect(ours.method == theirs.method && ours.target == theirs.path)
        for name in ["accept", "content-type"] { #expect(ours.headers[name] == theirs.headers[name]) }
        #expect(ours.headers["authorization"] == "Bearer tok")
        #expect(ours.headers["user-agent"] == "whyd")
        #expect(
            Set(try JSONValue(parsing: ours.body).object?.keys.map(\.self) ?? [])
                == Set(theirs.body.object?.keys.map(\.self) ?? []))
    }

    @Test func `an answer that was lost after the post does not double it`() async throws {
        let bench = try await DeliveryBench()
        let github = try GitHubDouble(.init(swallowedAnswers: 1))
        let service = bench.service(github.account)
        await #expect(throws: DeliveryFailure.self) { _ = try await service.deliver(reportID: 1, to: address) }
        #expect(try await bench.book.deliveries(ofReport: 1).map(\.state) == [.pending])
        bench.clock.advance(.seconds(5))
        await service.deliverDue()
        #expect(try await bench.book.deliveries(ofReport: 1).map(\.state) == [.delivered])
        #expect(github.comments.count == 1)
    }

    @Test func `two processes at once post once`() async throws {
        let bench = try await DeliveryBench()
        let github = try GitHubDouble()
        let address = address
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { _ = try await bench.service(github.account).deliver(reportID: 1, to: address) }
            }
            try await group.waitForAll()
        }
        #expect(github.comments.count == 1)
    }

    @Test func `what a killed process claimed is delivered once its claim has run out`() async throws {
        let bench = try await DeliveryBench()
        let github = try GitHubDouble()
        let delivery = try await bench.book.requestDelivery(reportID: 1, to: address)
        _ = try await bench.book.claimDelivery(delivery.id, seconds: 60)
        let service = bench.service(github.account)
        await service.deliverDue()
        #expect(github.comments.isEmpty)
        #expect(try await service.deliver(reportID: 1, to: address).state == .delivered)
        #expect(bench.clock.now >= noon + .seconds(60))
        #expect(github.comments.count == 1)
    }

    @Test func `the marker is found on a later page`() async throws {
        let bench = try await DeliveryBench()
        let marker = "<!-- whyd:report:\(try await bench.key()) -->"
        let others = (1...150).map { (id: $0, body: "comment \($0)") }
        let github = try GitHubDouble(.init(comments: others + [(id: 151, body: "older words \(marker)")]))
        let delivery = try await bench.service(github.account).deliver(reportID: 1, to: address)
        #expect(delivery.remoteID == "151")
        #expect(github.posts.isEmpty)
        #expect(github.comments[150].body.contains("payment 1.6.0"))
    }

    @Test func `a rate limit is waited for, a refusal is not`() async throws {
        let bench = try await DeliveryBench()
        let limit = LoopbackReply.response(403, headers: ["retry-after": "300"], #"{"message":"secondary rate limit"}"#)
        let github = try GitHubDouble(.init(refusals: [limit, .response(404, #"{"message":"Not Found"}"#)]))
        let service = bench.service(github.account)
        _ = try await bench.book.requestDelivery(reportID: 1, to: address)
        await service.deliverDue()
        let waiting = try #require(try await bench.book.deliveries(ofReport: 1).first)
        #expect(waiting.state == .pending && waiting.nextAttemptAt == noon + .seconds(300))
        bench.clock.advance(.seconds(300))
        await service.deliverDue()
        let failed = try #require(try await bench.book.deliveries(ofReport: 1).first)
        #expect(failed.state == .failed)
        #expect(failed.lastError?.contains("404: Not Found") == true)
        #expect(try await service.deliver(reportID: 1, to: address).state == .delivered)
    }

    @Test func `a limit that names its end is waited for until then`() async throws {
        let bench = try await DeliveryBench()
        let end = Int(noon.seconds) + 900
        let limit = LoopbackReply.response(
            403, headers: ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "\(end)"], #"{"message":"limit"}"#)
        let github = try GitHubDouble(.init(refusals: [limit]))
        _ = try await bench.book.requestDelivery(reportID: 1, to: address)
        await bench.service(github.account).deliverDue()
        #expect(try await bench.book.deliveries(ofReport: 1).first?.nextAttemptAt == Timestamp(seconds: Double(end)))
    }

    @Test func `a status says in a line whether the commit is to blame, once`() async throws {
        let bench = try await DeliveryBench()
        let github = try GitHubDouble()
        _ = try await bench.service(github.account).deliver(reportID: 1, to: "github-status:shop/shop@9a37f9b4cc68")
        let post = try #require(github.posts.first)
        let body = try JSONValue(parsing: post.body)
        #expect(post.target == "/repos/shop/shop/statuses/9a37f9b4cc68")
        #expect(body["state"] == "failure")
        #expect(body["description"]?.string.map { $0.unicodeScalars.count <= 140 } == true)
        #expect(body["target_url"] == "http://whyd.example.com/reports/1")
    }

    @Test(arguments: [
        "github:shop", "github:shop/shop", "github:shop/shop#x", "github:../shop#1", "github:a/b/c#1",
        "github:shop/shop#1?x", "github:sh op/shop#1", "github:/#1", "github-commit:shop/shop@", "nowhere:1", "12",
        "webhook:http://x",
    ]) func `an address that names nothing is refused before anything is called`(address: String) async throws {
        let github = try GitHubDouble()
        let bench = try await DeliveryBench()
        let accounts = github.account.merging(["webhook": DestinationAccount(baseURL: github.server.url, token: "x")]) {
            $1
        }
        await #expect(throws: DeliveryFailure.self) {
            _ = try await bench.service(accounts).deliver(reportID: 1, to: address)
        }
        #expect(github.server.requests.isEmpty)
        #expect(try await bench.book.deliveries(ofReport: 1).isEmpty)
    }

    @Test func `without a token it says which one`() async throws {
        let bench = try await DeliveryBench()
        let accounts = ["github": DestinationAccount(baseURL: "http://127.0.0.1:1")]
        let error = await #expect(throws: DeliveryFailure.self) {
            _ = try await bench.service(accounts).deliver(reportID: 1, to: address)
        }
        #expect(error?.code == .notConfigured && error?.hint == "set GITHUB_TOKEN")
    }
}
