import JSONValues
import TestSupport
import Testing
import ToolKit

@testable import Investigation

struct EvidenceReplayTests {
    private let evidence = Evidence(
        id: EvidenceID(2), tool: "query_spans", arguments: [:], output: Shop.builds, takenAt: Shop.onset)

    @Test func `a repeated call is the same, changed, failed, or not to be repeated`() async {
        let plan = Shop.plan()
        #expect(await EvidenceReplay(registry: Shop.registry(), plan: plan).outcome(of: evidence) == .same)

        let other = Shop.registry([Shop.tool("query_spans") { _ in Shop.diff }])
        #expect(
            await EvidenceReplay(registry: other, plan: plan).outcome(of: evidence)
                == .changed(Shop.diff, OutputDifference(from: Shop.builds, to: Shop.diff)))

        let failure = ToolFailure(.unavailable, "the store is gone")
        let gone = Shop.registry([Shop.tool("query_spans") { _ throws(ToolFailure) in throw failure }])
        #expect(await EvidenceReplay(registry: gone, plan: plan).outcome(of: evidence) == .failed(failure))

        let empty = EvidenceReplay(registry: ToolRegistry([]), plan: plan)
        #expect(await empty.outcome(of: evidence) == .notReplayable)
    }
}
