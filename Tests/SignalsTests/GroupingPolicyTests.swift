import Casebook
import Foundation
import Telemetry
import Testing

@testable import Signals

struct GroupingPolicyTests {
    @Test func `signals about one service share a key`() {
        let policy = GroupingPolicy()
        #expect(keys(policy, "cart", nil) == ["service:cart"])
        #expect(keys(policy, "cart", "staging") == ["service:cart"])
    }

    @Test func `services that call each other share a key`() {
        let policy = GroupingPolicy(neighbours: ["cart": ["pay"], "pay": ["cart", "bank"]])
        #expect(!keys(policy, "cart", nil).isDisjoint(with: keys(policy, "pay", nil)))
        #expect(keys(policy, "cart", nil).isDisjoint(with: keys(policy, "search", nil)))
    }

    @Test func `a watched environment parts cases`() {
        let policy = GroupingPolicy(environment: "production")
        #expect(keys(policy, "cart", nil) == ["service:cart@production"])
        #expect(keys(policy, "cart", "production") == ["service:cart@production"])
        #expect(keys(policy, "cart", "staging") == ["service:cart@staging"])
    }

    @Test func `signals about services that call each other open one case, whoever comes first`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) { noon }
        let desk = SignalDesk(
            casebook: casebook,
            callsAround: { services in
                services.isDisjoint(with: ["web", "cart", "pay"])
                    ? [:] : ["web": ["cart"], "cart": ["web", "pay"], "pay": ["cart"]]
            })
        var cases: [Int64] = []
        for service in ["pay", "cart", "web", "search"] {
            let signal = Signal(
                dedupKey: service, kind: .deploy, source: "test", title: "t", service: service, startedAt: noon)
            cases += try await desk.file([signal]).caseIDs
        }
        #expect(cases == [1, 1, 1, 2])
    }

    @Test func `a host that knows only the repository deploys everything that is built from it`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) { noon }
        let desk = SignalDesk(casebook: casebook, services: ["acme/shop": ["cart", "payment"]])
        func deploy(_ service: String, _ key: String) -> Deploy {
            Deploy(dedupKey: key, service: service, version: key, repository: "acme/shop", at: noon, source: "github")
        }
        for _ in 1...2 { try await desk.file(Observations(deploys: [deploy("shop", "1"), deploy("cart", "2")])) }
        let stored = try await casebook.deploys().map { "\($0.deploy.service) \($0.deploy.version)" }.sorted()
        #expect(stored == ["cart 1", "cart 2", "payment 1"])
    }

    private func keys(_ policy: GroupingPolicy, _ service: String, _ environment: String?) -> Set<String> {
        policy.grouped(
            Signal(
                dedupKey: "k", kind: .alert, source: "test", title: "t", service: service, environment: environment,
                startedAt: noon)
        ).groupKeys
    }
}
