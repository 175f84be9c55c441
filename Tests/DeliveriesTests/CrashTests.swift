import Casebook
import Deliveries
import Foundation
import Investigation
import JSONValues
import Logging
import OutboundHTTP
import Telemetry
import TestSupport
import Testing

/// A process that is killed after the comment exists and before the casebook knows.
struct CrashTests {
    @Test func `kill -9 between posting and noting leaves one comment`() async throws {
        let site = CrashSite(parent: getpid())
        try FileManager.default.createDirectory(at: site.directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: site.directory) }

        await #expect(processExitsWith: .signal(SIGKILL)) {
            try await CrashSite(parent: getppid()).deliverAndDie()
        }

        let posted = try JSONValue(parsing: Array(try Data(contentsOf: site.comment)))["body"]?.string
        let github = try GitHubDouble(.init(comments: [(id: 1, body: try #require(posted))]))
        let clock = SharedClock()
        let book = try CaseStore.open(path: site.book.path, clock: { clock.now })
        #expect(try await book.deliveries(ofReport: 1).map(\.state) == [.pending])
        let service = DeliveryService(
            casebook: book, destinations: Destinations(accounts: github.account, http: HTTPClient()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: { clock.now },
            wait: { clock.advance($0) })
        let delivery = try await service.deliver(reportID: 1, to: "github:shop/shop#12")
        #expect(delivery.state == .delivered && delivery.remoteID == "1")
        #expect(github.comments.count == 1 && github.posts.isEmpty)
    }
}

/// Where parent and child of a crash test meet.
struct CrashSite {
    let directory: URL

    init(parent: pid_t) {
        directory = FileManager.default.temporaryDirectory.appending(path: "deliveries-crash-\(parent)")
    }

    var book: URL { directory.appending(path: "whyd.db") }
    /// What the destination had when the process died.
    var comment: URL { directory.appending(path: "comment.json") }

    func deliverAndDie() async throws {
        let comment = comment
        let server = try LoopbackServer { request in
            guard request.method == "POST" else { return .response(200, "[]") }
            try? Data(request.body).write(to: comment)
            kill(getpid(), SIGKILL)
            return LoopbackReply([.hold])
        }
        let book = try CaseStore.open(path: book.path, clock: { noon })
        let plan = InvestigationPlan(
            id: "inv-1", question: "why?", window: TimeRange(last: .seconds(300), before: noon),
            baseline: TimeRange(last: .seconds(600), before: noon), now: noon, pseudonymKey: "local")
        try await book.save(troubled(), isFinal: true, of: plan)
        let accounts = ["github": DestinationAccount(baseURL: server.url, token: "tok")]
        let service = DeliveryService(
            casebook: book, destinations: Destinations(accounts: accounts, http: HTTPClient()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: { noon })
        _ = try await service.deliver(reportID: 1, to: "github:shop/shop#12")
    }
}
