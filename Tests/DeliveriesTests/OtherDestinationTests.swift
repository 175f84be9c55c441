import Casebook
import Deliveries
import Foundation
import JSONValues
import OutboundHTTP
import Synchronization
import Telemetry
import TestSupport
import Testing
import ToolKit

/// Every destination but GitHub: it looks, posts in the vendor's shape, and finds what it posted.
struct OtherDestinationTests {
    @Test func `GitLab gets a note in the shape of its own SDK, once`() async throws {
        let vendor = try VendorDouble(posted: ["id": 5]) { bodies in
            .array(bodies.map { ["id": 5, "body": $0["body"] ?? ""] })
        }
        let post = try await deliverTwice(
            to: "gitlab:group/project#3", account: "gitlab",
            DestinationAccount(baseURL: "\(vendor.server.url)/api/v4", token: "glpat"), vendor)
        let theirs = try CapturedRequest("gitlab", pathEndingIn: "/notes")
        #expect(post.target == theirs.path.replacing("/1/", with: "/group%2Fproject/"))
        #expect(post.headers["private-token"] == theirs.headers["private-token"])
        #expect(post.headers["content-type"] == theirs.headers["content-type"])
        #expect(try JSONValue(parsing: post.body).object?.keys.sorted() == theirs.body.object?.keys.sorted())
    }

    @Test func `Jira gets a document in the shape of its own SDK, once`() async throws {
        let vendor = try VendorDouble(posted: ["id": "9"]) { bodies in
            [
                "total": .integer(Int64(bodies.count)),
                "comments": .array(bodies.map { ["id": "9", "body": $0["body"] ?? .null] }),
            ]
        }
        let post = try await deliverTwice(
            to: "jira:ABC-1", account: "jira",
            DestinationAccount(baseURL: vendor.server.url, token: "tok", user: "a@b.c"), vendor)
        let theirs = try CapturedRequest("jira", pathEndingIn: "/comment")
        #expect(post.method == theirs.method && post.target == theirs.path)
        #expect(post.headers["authorization"] == theirs.headers["authorization"])
        let document = try #require(try JSONValue(parsing: post.body)["body"])
        #expect(document.object?.keys.sorted() == theirs.body["body"]?.object?.keys.sorted())
        #expect(document["type"] == "doc" && document["version"] == 1)
        check(document)
    }

    @Test func `PagerDuty gets a note, once`() async throws {
        let vendor = try VendorDouble(posted: ["note": ["id": "PN1"]]) { bodies in
            ["notes": .array(bodies.map { ["id": "PN1", "content": $0["note"]?["content"] ?? ""] })]
        }
        let post = try await deliverTwice(
            to: "pagerduty:PT4KHLK", account: "pagerduty",
            DestinationAccount(baseURL: vendor.server.url, token: "tok", user: "on-call@example.com"), vendor)
        #expect(post.target == "/incidents/PT4KHLK/notes")
        #expect(post.headers["authorization"] == "Token token=tok")
        #expect(post.headers["from"] == "on-call@example.com")
        #expect(post.headers["accept"] == "application/vnd.pagerduty+json;version=2")
        #expect(try JSONValue(parsing: post.body)["note"]?["content"]?.string?.contains("payment 1.6.0") == true)
    }

    @Test func `Slack gets a message in the shape of its own SDK, once`() async throws {
        let vendor = try VendorDouble(posted: ["ok": true, "ts": "1.5"]) { bodies in
            [
                "ok": true, "ts": "1.5",
                "messages": .array(bodies.map { ["ts": "1.5", "metadata": $0["metadata"] ?? .null] }),
            ]
        }
        let post = try await deliverTwice(
            to: "slack:C1/1.2", account: "slack",
            DestinationAccount(baseURL: "\(vendor.server.url)/slack/api", token: "xoxb-t"), vendor)
        let theirs = try CapturedRequest("slack", pathEndingIn: "/chat.postMessage")
        let body = try JSONValue(parsing: post.body)
        #expect(post.target == theirs.path)
        for name in ["authorization", "content-type"] { #expect(post.headers[name] == theirs.headers[name]) }
        for key in theirs.body.object?.keys.map(\.self) ?? [] { #expect(body[key] != nil, "\(key) is missing") }
        #expect(body["text"]?.string?.contains("<!channel>") == false)
        for block in body["blocks"]?.array ?? [] where block["type"] != "context" {
            #expect(block["text"]?["type"] == "plain_text")
        }
    }

    @Test func `Slack's refusals in a good answer are refusals`() async throws {
        let vendor = try VendorDouble(posted: .null) { _ in ["ok": false, "error": "missing_scope"] }
        let bench = try await DeliveryBench()
        let accounts = ["slack": DestinationAccount(baseURL: vendor.server.url, token: "xoxb-t")]
        let error = await #expect(throws: DeliveryFailure.self) {
            _ = try await bench.service(accounts).deliver(reportID: 1, to: "slack:C1")
        }
        #expect(error?.code == .refused && error?.hint?.contains("channels:history") == true)
        #expect(vendor.posts.isEmpty)
    }

    @Test func `a webhook is signed and has the same id every time`() async throws {
        let vendor = try VendorDouble(posted: .null) { _ in .null }
        let secret = Data((0..<32).map { UInt8($0) })
        let bench = try await DeliveryBench()
        let accounts = [
            "webhook": DestinationAccount(
                baseURL: "\(vendor.server.url)/hook", token: "whsec_\(secret.base64EncodedString())")
        ]
        _ = try await bench.service(accounts).deliver(reportID: 1, to: "webhook:default")
        let post = try #require(vendor.posts.first)
        let id = "msg_\(try await bench.key())"
        let signed = Array("\(id).1790000000.\(post.text)".utf8)
        let signature = Data(ContentHash.hmac(key: Array(secret), signed)).base64EncodedString()
        #expect(post.headers["webhook-id"] == id)
        #expect(post.headers["webhook-timestamp"] == "1790000000")
        #expect(post.headers["webhook-signature"] == "v1,\(signature)")
        #expect(try JSONValue(parsing: post.body)["data"]?["report"]?["title"] != nil)
    }

    @Test func `a destination that is away is tried again later and later, then given up`() async throws {
        let bench = try await DeliveryBench()
        let gone = try LoopbackServer { _ in .response(500) }
        gone.stop()
        let service = bench.service(["github": DestinationAccount(baseURL: gone.url, token: "tok")])
        _ = try await bench.book.requestDelivery(reportID: 1, to: "github:shop/shop#1")
        var waits: [Double] = []
        for _ in 0..<12 {
            await service.deliverDue()
            let delivery = try #require(try await bench.book.deliveries(ofReport: 1).first)
            if delivery.state == .failed { break }
            waits.append((delivery.nextAttemptAt - bench.clock.now).inSeconds)
            bench.clock.advance(delivery.nextAttemptAt - bench.clock.now)
        }
        #expect(waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600])
        #expect(try await bench.book.deliveries(ofReport: 1).first?.state == .failed)
    }

    /// Delivers, forgets that it did, delivers again: the vendor must have it once. Returns the one POST.
    private func deliverTwice(
        to address: String, account: String, _ access: DestinationAccount, _ vendor: VendorDouble
    ) async throws -> LoopbackRequest {
        let bench = try await DeliveryBench()
        let service = bench.service([account: access])
        #expect(try await service.deliver(reportID: 1, to: address).remoteID != nil)
        let destinations = Destinations(accounts: [account: access], http: .init())
        let report = try #require(try await bench.book.findReport(1))
        let receipt = try await destinations.destination(address).deliver(
            Parcel(report: report, link: "http://whyd.example.com/reports/1", sentAt: noon))
        #expect(receipt.wasThere)
        #expect(vendor.posts.count == 1)
        return try #require(vendor.posts.first)
    }

    /// Jira refuses empty text nodes, and line breaks inside of them.
    private func check(_ node: JSONValue) {
        if node["type"] == "text" {
            let text = node["text"]?.string ?? ""
            #expect(!text.isEmpty && !text.contains("\n"))
        }
        for child in node["content"]?.array ?? [] { check(child) }
    }
}

/// Keeps what is posted and answers as a vendor would, on a real socket.
final class VendorDouble: Sendable {
    let server: LoopbackServer
    var posts: [LoopbackRequest] { server.requests.filter { $0.method == "POST" } }

    /// - Parameters:
    ///   - posted: what a POST is answered with.
    ///   - list: what a GET is answered with, given every body that was posted.
    init(posted: JSONValue, list: @escaping @Sendable ([JSONValue]) -> JSONValue) throws {
        let kept = Kept()
        server = try LoopbackServer { request in
            let bodies = kept.add(request)
            return .response(200, request.method == "POST" ? posted.text : list(bodies).text)
        }
    }

    private final class Kept: Sendable {
        private let bodies = Mutex<[JSONValue]>([])

        func add(_ request: LoopbackRequest) -> [JSONValue] {
            bodies.withLock { bodies in
                if request.method == "POST", let body = try? JSONValue(parsing: request.body) { bodies.append(body) }
                return bodies
            }
        }
    }
}
