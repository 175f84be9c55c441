import JSONValues
import Testing

@testable import Investigation

private typealias Bench = ClaimBench

struct TrueClaimTests {
    @Test(arguments: trueClaims)
    func `a true claim is verified`(_ claim: ClaimBench.Case) {
        #expect(claim.outcome == Claim.Outcome(claim.kind == .assumed ? .assumed : .verified))
    }

    static let trueClaims: [ClaimBench.Case] = [
        Bench.claim(
            "The p99 of build 1.5.0 of cart is 851 ms",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim("p99 of 1.5.0 is 0.851 s", cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "p99 of 1.5.0 is about 850 ms", cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "cart 1.4.0 answered 39,120 requests",
            cite("E2", ["build": "1.4.0"], "count", 39_120, "count")),
        Bench.claim(
            "GET /cart of cart rose from 120 ms to 843 ms",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms"),
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "cart became 7.0 times slower",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms"),
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "p99 of 1.5.0 is 732 ms higher than that of 1.4.0",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms"),
            cite("E2", ["build": "1.4.0"], "p99", 119, "ms")),
        Bench.claim(
            "851 ms in 1.5.0 against 119 ms in 1.4.0: it is slower",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms"),
            cite("E2", ["build": "1.4.0"], "p99", 119, "ms")),
        Bench.claim(
            "12.4% of the requests of pay failed at 10:07",
            cite("E4", ["service": "pay", "minute": "2026-11-24T10:07:00.000Z"], "rate", 12.4, "%")),
        Bench.claim(
            "A share of 0.124 of pay's calls failed",
            cite("E4", ["service": "pay", "minute": "2026-11-24T10:07:00.000Z"], "rate", 0.124, "share")),
        Bench.claim(
            "pay had 57 errors in the minute from 10:07",
            cite("E4", ["service": "pay", "errors": 57], "errors", 57, nil)),
        Bench.claim("mail had no errors", cite("E4", ["service": "mail"], "errors", 0, "count")),
        Bench.claim(
            "stock is unchanged: 40 ms to 41 ms",
            cite("E1", ["service": "stock"], "p99_baseline", 40, "ms"),
            cite("E1", ["service": "stock"], "p99_window", 41, "ms")),
        Bench.claim(
            "It prices every line on its own: `total += price(line)`",
            cite("E3", nil, nil, "total += price(line)", nil, section: "source", line: 42)),
        Bench.claim(
            "cart/prices.py:42 calls price for every line",
            cite("E3", nil, nil, "price(line)", nil, section: "source", line: 42)),
        Bench.claim(
            "Commit 3f2a9c1d77e0 changed cart/prices.py",
            cite("E3", ["commit": "3f2a9c1d77e0"], "files", "cart/prices.py", nil)),
        Bench.claim(
            "In trace 4bf92f3577b34da6a3ce929d0e0e4736 the span GET /cart took 880.5 ms",
            cite("E5", ["operation": "GET /cart"], "duration", 880.5, "ms")),
        Bench.claim(
            "SELECT prices of cart took only 6.1 ms",
            cite("E5", ["operation": "SELECT prices"], "duration", 6.1, "ms")),
        Bench.claim(
            "POST /pay says \"limit reached\"",
            cite("E5", ["operation": "POST /pay"], "message", "limit reached", nil)),
        Bench.claim(
            "p95 of GET /cart went up from 98 to 640 ms",
            cite("E6", ["operation": "GET /cart"], "p95_before", 98, "ms"),
            cite("E6", ["operation": "GET /cart"], "p95_after", 640, "ms")),
        Bench.claim(
            "POST /cart became faster",
            cite("E6", ["operation": "POST /cart"], "p95_before", 110, "ms"),
            cite("E6", ["operation": "POST /cart"], "p95_after", 96, "ms")),
        Bench.claim(
            "POST /cart dropped by 12.7 %",
            cite("E6", ["operation": "POST /cart"], "change", -0.127, "share"),
            cite("E6", ["operation": "POST /cart"], "p95_before", 110, "ms"),
            cite("E6", ["operation": "POST /cart"], "p95_after", 96, "ms")),
        Bench.claim(
            "GET /cart is called 14.5/s",
            cite("E6", ["operation": "GET /cart"], "calls_per_second", 14.5, "per_second")),
        Bench.claim(
            "GET /cart is called 870/min",
            cite("E6", ["operation": "GET /cart"], "calls_per_second", 14.5, "per_second")),
        Bench.claim(
            "A POST /cart answer has 1.5 MB",
            cite("E6", ["operation": "POST /cart"], "size", 1_500_000, "bytes")),
        Bench.claim(
            "A GET /cart answer has 2 KiB",
            cite("E6", ["operation": "GET /cart"], "size", 2048, "bytes")),
        Bench.claim(
            "GET / of web has the highest p99 of all operations, 905.5 ms",
            cite("E1", ["service": "web"], "p99_window", 905.5, "ms")),
        Bench.claim(
            "The onset is at 10:05 UTC, in the 30 minutes from 10:00 to 10:30",
            cite("E2", nil, nil, nil, nil)),
        Bench.claim(
            "In the baseline the p99 of cart was 120.4 ms",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms")),
        Bench.claim("Nobody changed the load balancer", kind: .assumed),
        Bench.claim(
            "The slow part is the price of each line, so build 1.5.0 is at fault",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms"), kind: .inferred),
        Bench.claim(
            "The p50 of 1.5.0 is 512 ms", cite("E2", ["build": "1.5.0"], "p50", "512", "ms")),
    ]
}
