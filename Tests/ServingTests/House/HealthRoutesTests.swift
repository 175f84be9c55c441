import Casebook
import Serving
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HealthRoutesTests {
    @Test func `health is told while the casebook can be read`() async throws {
        try await withHouse { house in
            let well = try await house.http.send("GET", "/healthz")
            #expect(well.status == 200)
            try house.casebook.close()
            let ill = try await house.http.send("GET", "/healthz")
            #expect(ill.status == 503)
            #expect(ill.headers["retry-after"] == "5")
            let metrics = try await house.http.send("GET", "/metrics")
            #expect(metrics.text.contains("whyd_casebook_up 0\n"))
        }
    }

    @Test func `metrics speak Prometheus`() async throws {
        var reports = StoredReports()
        reports.done.claims = 4
        reports.done.verifiedClaims = 3
        reports.done.inputTokens = 1200
        reports.done.dollars = 0.25
        let odd = FixedMetrics(
            metric: Metric("odd", .gauge, "A \"help\"\nline.", samples: [.init(.nan, labels: ["a": "\"\\\n"])]))
        let page = try await withHouse(reports: reports, metrics: [odd]) {
            try await $0.http.send("GET", "/metrics")
        }
        #expect(page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            "# TYPE whyd_cases gauge", #"whyd_cases{state="open"} 0"#, "whyd_verified_share 0.75",
            #"whyd_tokens_total{direction="input"} 1200"#, "whyd_cost_dollars_total 0.25", "whyd_casebook_up 1",
            #"# HELP odd A "help"\nline."#, #"odd{a="\"\\\n"} NaN"#,
        ] { #expect(page.text.contains(line + "\n")) }
    }
}

/// One metric that never changes.
private struct FixedMetrics: MetricsSource {
    var metric: Metric

    func metrics() async -> [Metric] { [metric] }
}
