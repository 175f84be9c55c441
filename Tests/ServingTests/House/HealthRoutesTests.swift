import Casebook
import Investigation
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
        let odd = FixedMetrics(
            metric: Metric("odd", .gauge, "A \"help\"\nline.", samples: [.init(.nan, labels: ["a": "\"\\\n"])]))
        let counters = InvestigationCounters()
        counters.note(.toolReturned(name: "get_trace", evidence: nil, summary: "", isError: false))
        counters.note(.toolReturned(name: "get_trace", evidence: nil, summary: "", isError: true))
        let page = try await withHouse(metrics: [odd, counters]) { house in
            try await SampleReport.publish(in: house.casebook)
            return try await house.http.send("GET", "/metrics")
        }
        #expect(page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            "# TYPE whyd_cases gauge", #"whyd_cases{state="reported"} 1"#, "whyd_reports 1", "whyd_claims 3",
            "whyd_verified_claims 1", "whyd_model_answers_total 0",
            #"whyd_tokens_total{direction="input"} 0"#, "whyd_cost_dollars_total 0", "whyd_casebook_up 1",
            #"whyd_tool_calls_total{tool="get_trace"} 2"#, #"whyd_failed_tool_calls_total{tool="get_trace"} 1"#,
            #"# HELP odd A "help"\nline."#, #"odd{a="\"\\\n"} NaN"#,
        ] { #expect(page.text.contains(line + "\n")) }
    }
}

/// One metric that never changes.
private struct FixedMetrics: MetricsSource {
    var metric: Metric

    func metrics() async -> [Metric] { [metric] }
}
