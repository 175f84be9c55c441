import Analysis
import SourceHistory
import Testing

/// What is suspected where neither a frame nor a word names the change.
struct SuspectContrastTests {
    private func commit(
        _ name: String, _ path: String = "cart/prices.py", line: String = "return cents / 100"
    ) -> SuspectCandidate {
        SuspectCandidate(
            kind: .commit, name: name, title: "Tidy up",
            diff: Diff(
                parsing: "--- a/\(path)\n+++ b/\(path)\n@@ -10,1 +10,1 @@ def total\n-    return cents\n+    \(line)\n")
        )
    }

    private func rank(_ candidates: [SuspectCandidate], isOfNewerBuild: Bool = true) -> SuspectRanking {
        SuspectRanking.rank(
            failure: FailureDescription(
                text: "POST /charges fails for 11 of 35 orders", isOfNewerBuild: isOfNewerBuild),
            candidates: candidates)
    }

    @Test func `the one change of a build that alone fails is suspected, with that as the reason`() {
        let ranking = rank([commit("aaaa"), commit("bbbb", "README.md")])
        #expect(!ranking.isNone && ranking.suspects[0].candidate.name == "aaaa")
        #expect(ranking.suspects[0].reason.hasPrefix("the failure follows it while everything else is the same"))
    }

    @Test func `a lone change is not suspected for being alone`() {
        #expect(rank([commit("aaaa")], isOfNewerBuild: false).isNone)
        #expect(rank([commit("aaaa", "README.md")]).isNone)
        #expect(rank([commit("aaaa", line: "return  cents")]).isNone)
        #expect(rank([SuspectCandidate(kind: .flag, name: "fast-pay switched on", title: "told by gitlab")]).isNone)
    }

    @Test func `where several changes came with the build, none of them is singled out`() {
        #expect(rank([commit("aaaa"), commit("bbbb", "cart/tax.py")]).isNone)
        let flag = SuspectCandidate(kind: .flag, name: "fast-pay switched on", title: "told by gitlab")
        #expect(rank([commit("aaaa"), flag]).isNone)
    }
}
