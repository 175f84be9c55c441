import Analysis
import SourceHistory
import Testing

/// What is suspected where neither a frame nor a word names the change.
struct SuspectContrastTests {
    private let failure = FailureDescription(text: "POST /charges fails for 11 of 35 orders")

    private func commit(
        _ name: String, _ path: String = "cart/prices.py", line: String = "return cents / 100", failsOnlyWithIt: Bool?
    ) -> SuspectCandidate {
        SuspectCandidate(
            kind: .commit, name: name, title: "Tidy up",
            diff: Diff(
                parsing: "--- a/\(path)\n+++ b/\(path)\n@@ -10,1 +10,1 @@ def total\n-    return cents\n+    \(line)\n"),
            failsOnlyWithIt: failsOnlyWithIt)
    }

    private func isNone(_ candidates: SuspectCandidate...) -> Bool {
        SuspectRanking.rank(failure: failure, candidates: candidates).isNone
    }

    @Test func `the one change of a build that alone fails is suspected, with that as the reason`() {
        let ranking = SuspectRanking.rank(
            failure: failure,
            candidates: [
                commit("aaaa", failsOnlyWithIt: true), commit("bbbb", "README.md", failsOnlyWithIt: true),
            ])
        #expect(!ranking.isNone && ranking.suspects[0].candidate.name == "aaaa")
        #expect(ranking.suspects[0].reason.hasPrefix("the failure follows it while everything else is the same"))
    }

    @Test func `a lone change is not suspected for being alone`() {
        #expect(isNone(commit("aaaa", failsOnlyWithIt: nil)))
        #expect(isNone(commit("aaaa", failsOnlyWithIt: false)))
        #expect(isNone(commit("aaaa", "README.md", failsOnlyWithIt: true)))
        #expect(isNone(commit("aaaa", line: "return  cents", failsOnlyWithIt: true)))
    }

    @Test func `where several changes came with the build, none of them is singled out`() {
        #expect(isNone(commit("aaaa", failsOnlyWithIt: true), commit("bbbb", "cart/tax.py", failsOnlyWithIt: true)))
        let flag = SuspectCandidate(kind: .flag, name: "fast-pay switched on", title: "told by gitlab")
        #expect(isNone(commit("aaaa", failsOnlyWithIt: true), flag))
    }
}
