import Analysis
import SourceHistory
import Testing

struct SharedWordsTests {
    @Test func `numbers and hashes are no words that a change shares with a failure`() {
        let failure = FailureDescription(text: "POST /charges fails for 11 of 35 orders in 1_000 db reads")
        let same = SuspectCandidate(
            kind: .commit, name: "db35db11", title: "Tidy up",
            diff: Diff(
                parsing: "--- a/cart/prices.py\n+++ b/cart/prices.py\n@@ -10,1 +10,1 @@ def total\n-    return cents\n"
                    + "+    return [11, 35, 1_000, 35, 11, 1000]\n"))
        let ranking = SuspectRanking.rank(failure: failure, candidates: [same])
        #expect(ranking.suspects.first?.parts[.words] == nil, "\(ranking.suspects.first?.reason ?? "")")
    }
}
