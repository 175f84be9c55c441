import Testing

@testable import Investigation

/// Sentences that cite results as a whole, as answers to people do.
struct AnswerClaimTests {
    @Test(arguments: trueAnswers)
    func `a true sentence of an answer is verified`(_ sentence: String) {
        let outcomes = ClaimBench.outcomes(ofAnswer: sentence)
        #expect(!outcomes.isEmpty)
        #expect(outcomes.allSatisfy { $0 == Claim.Outcome(.verified) }, "\(outcomes.flatMap(\.reasons))")
    }

    @Test(arguments: falseAnswers)
    func `a false sentence of an answer is rejected with a reason`(_ sentence: String) {
        let outcomes = ClaimBench.outcomes(ofAnswer: sentence)
        #expect(outcomes.map(\.status) == [.rejected])
        #expect(outcomes.allSatisfy { !$0.reasons.isEmpty })
    }

    @Test func `headings state nothing and the gaps of citations are closed`() {
        let claims = AnswerClaims("Operations, slowest first [E4]:\n| a |\n\nfrontend is slow [E2], says E2 [E2].")
            .claims
        #expect(claims.map(\.text) == ["frontend is slow, says E2."])
    }

    static let trueAnswers = [
        "frontend: 2.092 % errors, p95 46.55 ms over 4207 spans [E7]; before that 0 % errors and p95 14.02 ms [E8].",
        "The error rate of checkout is 1.67 %, its p95 33.2 ms [E7].",
        "1.7 % of the spans of checkout fail, a share of 0.0167 [E7].",
        "The p95 of frontend is 0.0465 s and its p50 12,200 us [E7].",
        "Its p95 went from 14.02 ms [E8] to 46.55 ms [E7], that is 3.3 times as much, in frontend.",
        "p95 of frontend rose by 32.5 ms, from 14.02 ms [E8] to 46.55 ms [E7].",
        "frontend has 46.55 ms, checkout 33.24 ms and payment 20.21 ms at p95 [E7].",
        "46.55 ms is the p95 of frontend and 33.24 ms that of checkout [E7].",
        "payment, which checkout calls, has a p95 of 20.21 ms [E7].",
        "There are 3 groups, over 12662 spans [E7].",
        "span.error.type = 500 holds for 100 % of them and 0 % of the rest [E9].",
        "Of the 44 failing spans 96.21 % are in JPY, against 18.27 % of the rest [E9].",
        "Requests above 500 ms were compared [E9].",
        "The trace has 4 spans and took 912 ms [E10].",
        "In that trace checkout took 880.5 ms of 912 ms [E10].",
        "payment took only 6.1 ms there [E10].",
        "payment had no errors before [E8].",
        "In the baseline the p99 of cart was 120.4 ms [E1].",
        "The p99 of GET /cart of cart rose from 120.4 ms to 843.2 ms [E1].",
        "pay had 57 errors at 10:07 [E4].",
        "12.4 % of the calls of pay failed at 10:07 UTC [E4].",
        "Build 1.5.0 has a p50 of 512 ms, build 1.4.0 one of 44 ms [E2].",
        "cart/prices.py:42 says `total += price(line)` [E3].",
        "GET /cart is called 870/min [E6].",
        // Directions without numbers.
        "Errors of pay rose [E4].",
        "GET /cart became slower [E6].",
        "POST /cart became faster [E6].",
        "GET /cart of cart got slower after the deploy [E1].",
        "frontend is slower than before [E7] [E8].",
        "The errors of frontend did not fall [E7] [E8].",
        "Requests to checkout rose [E7] [E8].",
        "The errors of frontend rose [E7].",
    ]

    static let falseAnswers = [
        // Numbers that stand nowhere, or in another unit.
        "The error rate of frontend is 20.92 % [E7].",
        "The error rate of frontend is 0.02092 % [E7].",
        "The p95 of frontend is 46.55 s [E7].",
        "frontend has 2.092 % errors and a p95 of 64.55 ms [E7].",
        "46.55 % of the spans of frontend fail [E7].",
        "p95 of frontend grew 7.1 times, from 14.02 ms [E8] to 46.55 ms [E7].",
        "The trace took 921 ms [E10].",
        "Requests above 400 ms were compared [E9].",
        // The right number of the wrong row.
        "The error rate of payment is 2.092 %, says the result [E7].",
        "checkout has a p95 of 46.55 ms [E7].",
        "frontend has 33.24 ms and checkout 46.55 ms at p95 [E7].",
        "33.24 ms is the p95 of frontend and 46.55 ms that of checkout [E7].",
        "In that trace payment took 880.5 ms [E10].",
        "The p99 of build 1.4.0 is 851 ms [E2].",
        "pay had 843.2 ms at p99 [E1].",
        // The wrong quantile, side, direction, time, word.
        "The p50 of frontend is 46.55 ms [E7].",
        "The p99 of frontend is 46.55 ms [E7].",
        "In the baseline the p99 of cart was 843.2 ms [E1].",
        "The p99 of cart fell from 120.4 ms to 843.2 ms [E1].",
        "frontend had no errors [E7].",
        "pay had 57 errors at 11:07 [E4].",
        "cart/prices.py:97 says `total += price(line)` [E3].",
        "The exception says \"database is down\" [E10].",
        "mail has a p95 of 20.21 ms [E7].",
        "frontend has a p95 of 46.55 ms [E99].",
        // Directions without numbers.
        "Errors of pay fell [E4].",
        "GET /cart became faster [E6].",
        "POST /cart became slower [E6].",
        "GET /health became slower [E6].",
        "GET /cart of cart got faster after the deploy [E1].",
        "frontend is faster than before [E7] [E8].",
        "The errors of frontend fell [E7] [E8].",
    ]
}
