import Analysis
import SourceHistory
import Telemetry
import Testing

struct SuspectRankingTests {
    private let payment = Diff(
        parsing: """
            --- a/payment/charge.go
            +++ b/payment/charge.go
            @@ -10,3 +10,3 @@ func Charge(card *Card) error {
             	log(card)
            -	if card.ThreeDS != nil { verify(card.ThreeDS) }
            +	verify(card.ThreeDS.Token)
             	return nil
            """)
    private let layout = Diff(
        parsing: "--- a/web/style.css\n+++ b/web/style.css\n@@ -1,1 +1,1 @@\n-color: red\n+color: blue\n")

    private func candidates(_ onset: Double) -> [SuspectCandidate] {
        [
            SuspectCandidate(
                kind: .commit, name: "aaaa", title: "Paint the button blue",
                takenEffectAt: Timestamp(seconds: onset - 60), diff: layout),
            SuspectCandidate(
                kind: .commit, name: "bbbb", title: "Verify the token of each card",
                takenEffectAt: Timestamp(seconds: onset - 3600), diff: payment),
            SuspectCandidate(
                kind: .commit, name: "cccc", title: "Charge later", takenEffectAt: Timestamp(seconds: onset + 3600),
                diff: payment),
        ]
    }

    @Test func `the commit whose line the panic names comes before the one that is only newer`() {
        let failure = FailureDescription(
            text: "panic: invalid memory address\nmain.Charge(0x0)\n\t/app/payment/charge.go:11 +0x1d",
            onset: Timestamp(seconds: 1e9))
        let ranking = SuspectRanking.rank(failure: failure, candidates: candidates(1e9))
        #expect(ranking.suspects.map(\.candidate.name) == ["bbbb", "aaaa"] && !ranking.isNone)
        #expect(ranking.suspects[0].reason.contains("stack trace"))
    }

    @Test func `nothing is suspected where nothing fits`() {
        let failure = FailureDescription(
            text: "certificate of gateway.internal has expired", onset: Timestamp(seconds: 1e9))
        let ranking = SuspectRanking.rank(failure: failure, candidates: candidates(1e9))
        #expect(ranking.isNone && ranking.noneReason?.isEmpty == false)
        #expect(SuspectRanking.rank(failure: failure, candidates: []).isNone)
    }

    @Test func `shared words convict nobody where the failing lines are known to be older`() {
        let words = "charge failed: verify card ThreeDS token"
        #expect(!SuspectRanking.rank(failure: FailureDescription(text: words), candidates: candidates(1e9)).isNone)
        let traced = FailureDescription(text: words, isTraced: true)
        #expect(SuspectRanking.rank(failure: traced, candidates: candidates(1e9)).isNone)
    }

    @Test func `documentation and formatting convict nobody`() {
        let document = SuspectCandidate(
            kind: .commit, name: "dddd", title: "Describe charge, card, token and verify",
            diff: Diff(
                parsing: "--- a/README.md\n+++ b/README.md\n@@ -1,1 +1,1 @@\n-charge\n+charge card token verify\n"))
        let ranking = SuspectRanking.rank(
            failure: FailureDescription(text: "charge card token verify failed"), candidates: [document])
        #expect(ranking.isNone)
    }

    @Test func `frames of five languages are read, innermost first`() {
        func check(_ text: String, expecting: [String]) {
            #expect(
                StackTrace(parsing: text).frames.map { "\($0.functionName) \($0.likelyPath):\($0.line ?? 0)" }
                    == expecting)
        }
        check("\tat org.shop.Cart.total(Cart.java:38)\n", expecting: ["total org/shop/Cart.java:38"])
        check(
            "  File \"/app/web.py\", line 3, in handle\n    x()\n  File \"/app/cart.py\", line 12, in total\n",
            expecting: ["total /app/cart.py:12", "handle /app/web.py:3"])
        check("main.(*Cart).Total(0x1)\n\t/app/cart.go:12 +0x1d\n", expecting: ["Total /app/cart.go:12"])
        check("    at total (/app/cart.ts:12:5)\n", expecting: ["total /app/cart.ts:12"])
        check("0 total(of:) at /app/Sources/Cart.swift:12:5\n", expecting: ["total /app/Sources/Cart.swift:12"])
    }
}
