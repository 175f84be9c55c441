import Casebook

/// What whyd has done, from the casebook: it survives restarts, unlike counters in memory.
struct CasebookMetrics: MetricsSource {
    let casebook: Casebook
    let reports: any ReportReading

    /// Cases beyond the newest 10 000 are not counted.
    func metrics() async -> [Metric] {
        do {
            let cases = try await casebook.cases(limit: 10_000)
            let done = try await reports.workDone()
            return [casesByState(cases), share(done)] + totals(done) + [up(1)]
        } catch {
            return [up(0)]
        }
    }

    private func casesByState(_ cases: [Case]) -> Metric {
        let samples = Case.State.allCases.map { state in
            Metric.Sample(Double(cases.count { $0.state == state }), labels: ["state": state.rawValue])
        }
        return Metric("whyd_cases", .gauge, "Cases by state.", samples: samples)
    }

    private func totals(_ done: WorkDone) -> [Metric] {
        [
            Metric("whyd_reports_total", .counter, "Reports published.", samples: [.init(Double(done.reports))]),
            Metric(
                "whyd_steps_total", .counter, "Model answers in investigations.", samples: [.init(Double(done.steps))]),
            Metric(
                "whyd_tokens_total", .counter, "Tokens of models.",
                samples: [
                    .init(Double(done.inputTokens), labels: ["direction": "input"]),
                    .init(Double(done.outputTokens), labels: ["direction": "output"]),
                ]),
            Metric("whyd_cost_dollars_total", .counter, "What models cost.", samples: [.init(done.dollars)]),
            Metric(
                "whyd_claims_total", .counter, "Claims of published reports.", samples: [.init(Double(done.claims))]),
            Metric(
                "whyd_verified_claims_total", .counter, "Claims whose citations were checked and hold.",
                samples: [.init(Double(done.verifiedClaims))]),
        ]
    }

    private func share(_ done: WorkDone) -> Metric {
        let samples = done.claims == 0 ? [] : [Metric.Sample(Double(done.verifiedClaims) / Double(done.claims))]
        return Metric(
            "whyd_verified_share", .gauge, "Share of claims whose citations were checked and hold.", samples: samples)
    }

    private func up(_ value: Double) -> Metric {
        Metric("whyd_casebook_up", .gauge, "Whether the casebook could be read.", samples: [.init(value)])
    }
}
