import Casebook
import Signals
import Telemetry
import Testing

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

    private func keys(_ policy: GroupingPolicy, _ service: String, _ environment: String?) -> Set<String> {
        policy.grouped(
            Signal(
                dedupKey: "k", kind: .alert, source: "test", title: "t", service: service, environment: environment,
                startedAt: noon)
        ).groupKeys
    }
}
