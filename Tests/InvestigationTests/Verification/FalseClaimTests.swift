import JSONValues
import Testing

@testable import Investigation

private typealias Bench = ClaimBench

struct FalseClaimTests {
    @Test(arguments: falseClaims)
    func `a false claim is rejected with a reason`(_ claim: ClaimBench.Case) {
        #expect(claim.outcome.status == .rejected)
        #expect(!claim.outcome.reasons.isEmpty)
    }

    static let falseClaims: [ClaimBench.Case] = [
        // Numbers and units.
        Bench.claim(
            "The p99 of build 1.5.0 of cart is 851 s",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "The p99 of 1.5.0 is 851 ms", cite("E2", ["build": "1.5.0"], "p99", 851, "s")),
        Bench.claim(
            "The p99 of 1.5.0 is 815 ms", cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "The p99 of 1.5.0 is 815 ms", cite("E2", ["build": "1.5.0"], "p99", 815, "ms")),
        Bench.claim(
            "The p99 of 1.5.0 is 851 bytes", cite("E2", ["build": "1.5.0"], "p99", 851, "bytes")),
        Bench.claim(
            "The p99 of 1.5.0 is about 700 ms", cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "0.124 % of the calls of pay failed",
            cite("E4", ["service": "pay", "errors": 57], "rate", 0.124, "share")),
        Bench.claim(
            "57 % of the calls of pay failed",
            cite("E4", ["service": "pay", "errors": 57], "errors", 57, "count")),
        Bench.claim(
            "GET /cart is called 14.5 times per minute, that is 14.5/min",
            cite("E6", ["operation": "GET /cart"], "calls_per_second", 14.5, "per_second")),
        Bench.claim(
            "A POST /cart answer has 1.5 GB",
            cite("E6", ["operation": "POST /cart"], "size", 1_500_000, "bytes")),
        Bench.claim(
            "cart became 70 times slower",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms"),
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "cart had 3 outages", cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "cart is slow, 5000 users are affected",
            cite("E2", ["build": "1.5.0"], "count", 4210, "count")),
        // The right number in the wrong place.
        Bench.claim(
            "The p99 of build 1.4.0 of cart is 851 ms",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "The p99 of build 1.5.0 is 119 ms", cite("E2", ["build": "1.4.0"], "p99", 119, "ms")),
        Bench.claim(
            "The p99 of build 1.4.0 is 851 ms", cite("E2", ["build": "1.4.0"], "p99", 851, "ms")),
        Bench.claim(
            "The p99 of web is 843.2 ms",
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "stock is slow: 905.5 ms", cite("E1", ["service": "web"], "p99_window", 905.5, "ms")),
        Bench.claim(
            "mail had 57 errors",
            cite("E4", ["service": "pay", "errors": 57], "errors", 57, "count")),
        Bench.claim(
            "POST /cart rose to 640 ms",
            cite("E6", ["operation": "GET /cart"], "p95_after", 640, "ms")),
        Bench.claim(
            "SELECT prices took 880.5 ms",
            cite("E5", ["operation": "GET /cart"], "duration", 880.5, "ms")),
        Bench.claim(
            "The p99 of 1.5.0 is 512 ms", cite("E2", ["build": "1.5.0"], "p50", 512, "ms")),
        Bench.claim(
            "In the baseline the p99 of cart was 843.2 ms",
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "Before, p95 of GET /cart was 640 ms",
            cite("E6", ["operation": "GET /cart"], "p95_after", 640, "ms")),
        // Directions.
        Bench.claim(
            "GET /cart of cart fell from 120.4 ms to 843.2 ms",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms"),
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "GET /cart rose from 843.2 ms to 120.4 ms",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms"),
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "cart became faster",
            cite("E1", ["service": "cart"], "p99_baseline", 120.4, "ms"),
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "119 ms in 1.4.0 is higher than 851 ms in 1.5.0",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms"),
            cite("E2", ["build": "1.4.0"], "p99", 119, "ms")),
        Bench.claim(
            "POST /cart increased",
            cite("E6", ["operation": "POST /cart"], "change", -0.127, "share")),
        Bench.claim(
            "GET /health got slower, from 1 ms to 1 ms",
            cite("E6", ["operation": "GET /health"], "p95_before", 1, "ms"),
            cite("E6", ["operation": "GET /health"], "p95_after", 1, "ms")),
        Bench.claim(
            "cart has the highest p99 of all operations",
            cite("E1", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim(
            "pay had no errors",
            cite("E4", ["service": "pay", "errors": 12], "errors", 12, "count")),
        // Times and windows.
        Bench.claim(
            "57 errors of pay at 11:07",
            cite("E4", ["service": "pay", "errors": 57], "errors", 57, "count")),
        Bench.claim(
            "Between 09:00 and 09:15 the p99 of 1.5.0 is 851 ms",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "Between 10:00 and 10:15 the p99 of 1.5.0 is 851 ms",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "In the last 5 minutes the p99 of 1.5.0 is 851 ms",
            cite("E2", ["build": "1.5.0"], "p99", 851, "ms")),
        Bench.claim(
            "Errors began at 2026-11-23T10:07:00Z",
            cite("E4", ["service": "pay", "errors": 57], "errors", 57, "count")),
        // Words, ids, source.
        Bench.claim(
            "POST /pay says \"database is down\"",
            cite("E5", ["operation": "POST /pay"], "status", "error", nil)),
        Bench.claim(
            "POST /pay failed",
            cite("E5", ["operation": "POST /pay"], "message", "database is down", nil)),
        Bench.claim(
            "The code says `cache.clear()`", cite("E3", nil, nil, "cache.clear()", nil, section: "source")),
        Bench.claim(
            "cart/prices.py:97 calls price for every line",
            cite("E3", nil, nil, "price(line)", nil, section: "source")),
        Bench.claim("cart/prices.py:41 says it", cite("E3", nil, nil, "price(line)", nil, section: "source", line: 41)),
        Bench.claim("cart/stock.py:42 says it", cite("E3", nil, nil, "price(line)", nil, section: "source", line: 42)),
        Bench.claim(
            "Commit deadbeef77e0 changed it",
            cite("E3", ["commit": "3f2a9c1d77e0"], "files", "cart/prices.py", nil)),
        Bench.claim(
            "Trace 5cf92f3577b34da6a3ce929d0e0e4736 took 880.5 ms",
            cite("E5", ["operation": "GET /cart"], "duration", 880.5, "ms")),
        Bench.claim(
            "Build 1.6.0 is slow, says cart", cite("E2", ["build": "1.6.0"], "p99", 851, "ms")),
        // Citations that lead nowhere.
        Bench.claim("cart is slow", cite("E99", ["service": "cart"], "p99_window", 843.2, "ms")),
        Bench.claim("cart is slow", cite("E1", ["service": "cart"], "p98_window", 843.2, "ms")),
        Bench.claim(
            "cart is slow", cite("E1", ["service": "basket"], "p99_window", 843.2, "ms")),
        Bench.claim("cart is slow", cite("E1", nil, "p99_window", 843.2, "ms")),
        Bench.claim(
            "cart is slow", cite("E1", ["service": "cart"], "p99_window", 843.2, "ms", section: "groups")),
        Bench.claim("cart is slow, 843.2 ms", cite("E1", nil, nil, 843.2, "ms")),
        Bench.claim("cart is slow"),
        Bench.claim("cart is slow", kind: .inferred),
        Bench.claim("Perhaps 40 % of the users are affected", kind: .assumed),
    ]
}
