import Casebook
import Deliveries
import Foundation
import Investigation
import JSONValues
import Logging
import OutboundHTTP
import Synchronization
import Telemetry
import TestSupport
import Testing

let noon = Timestamp(seconds: 1_790_000_000)

/// A casebook with one report in a directory of its own, a clock that the test moves, and a service that waits nowhere.
final class DeliveryBench: Sendable {
    let book: CaseStore
    let clock: SharedClock
    private let directory: URL

    init(_ report: Report = troubled()) async throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "deliveries-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let clock = SharedClock()
        self.clock = clock
        book = try CaseStore.open(path: directory.appending(path: "whyd.db").path, clock: { clock.now })
        let plan = InvestigationPlan(
            id: "inv-1", question: "why?", window: TimeRange(last: .seconds(300), before: noon),
            baseline: TimeRange(last: .seconds(600), before: noon), now: noon, pseudonymKey: "local")
        try await book.save(report, isFinal: true, of: plan)
    }

    func service(_ accounts: [String: DestinationAccount]) -> DeliveryService {
        let clock = clock
        return DeliveryService(
            casebook: book, destinations: Destinations(accounts: accounts, http: HTTPClient()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: { clock.now },
            link: { "http://whyd.example.com/reports/\($0)" }, wait: { clock.advance($0) })
    }

    /// The report's key, which destinations are searched for.
    func key() async throws -> String { try await book.findReport(1)?.key ?? "" }

    deinit { try? FileManager.default.removeItem(at: directory) }
}

/// A clock that stands still until it is moved.
final class SharedClock: Sendable {
    private let time = Mutex(noon)

    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// A report whose every word from outside tries to do something at the destination.
func troubled() -> Report {
    let bait =
        "@team <!channel> #12 ![x](http://evil.example.com/p.png) <img src=x> /close GH-7 `rm` www.evil.example.com"
    return Report(
        title: "payment 1.6.0 fails \(bait)", answer: "/close \(bait)\n/assign @me", outcome: .causeFound,
        severity: .critical, confidence: .likely, impact: Impact(affected: [.init(service: "payment")]),
        cause: Cause(
            statement: bait, path: [.init(service: "frontend"), .init(service: "payment", operation: bait)],
            badBuild: .init(service: "payment", build: "1.6.0`@team`", previous: "1.5.0")),
        suspects: [
            Suspect(kind: .commit, name: "0f2b1c3", reason: bait, title: bait, file: "payment/rates.py", line: 35)
        ],
        claims: [
            Claim(
                text: "44 of 247 charges failed \(bait)", citations: [Citation(evidence: "E2")],
                outcome: .init(.verified)),
            Claim(text: "this was rejected", outcome: .init(.rejected)),
        ], nextSteps: ["roll back \(bait)"], making: Making(models: ["rulebook/1"]))
}

/// The request a vendor's own SDK made, from the captured samples.
struct CapturedRequest {
    var method: String
    var path: String
    var headers: [String: String]
    var body: JSONValue

    init(_ vendor: String, pathEndingIn suffix: String) throws {
        let file = try #require(
            Bundle.module.url(forResource: "Fixtures/\(vendor)", withExtension: "json"))
        let all = try JSONValue(parsing: Array(try Data(contentsOf: file)))
        let found = try #require(all.array?.first { $0["path"]?.string?.hasSuffix(suffix) == true })
        method = try #require(found["method"]?.string)
        path = try #require(found["path"]?.string)
        headers = Dictionary(
            uniqueKeysWithValues: (found["headers"]?.object ?? [:]).map { ($0.key.lowercased(), $0.value.string ?? "") }
        )
        body = try JSONValue(parsing: try #require(found["body"]?.string))
    }
}
