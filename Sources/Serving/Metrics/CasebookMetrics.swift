import Casebook

/// What whyd has done, from the casebook: it survives restarts, unlike counters in memory.
struct CasebookMetrics: MetricsSource {
    let casebook: CaseStore

    func metrics() async -> [Metric] {
        do throws(CasebookError) {
            let totals = try await casebook.totals()
            return [cases(totals), deliveries(totals)] + claims(totals) + spending(totals) + [up(1)]
        } catch {
            return [up(0)]
        }
    }

    private func cases(_ totals: CasebookTotals) -> Metric {
        let samples = Case.State.allCases.map { state in
            Metric.Sample(Double(totals.cases[state] ?? 0), labels: ["state": state.rawValue])
        }
        return Metric("whyd_cases", .gauge, "Cases by state.", samples: samples)
    }

    private func deliveries(_ totals: CasebookTotals) -> Metric {
        let samples = totals.deliveries.sorted { $0.key < $1.key }.map { state, count in
            Metric.Sample(Double(count), labels: ["state": state])
        }
        return Metric("whyd_deliveries", .gauge, "Deliveries of reports by state.", samples: samples)
    }

    private func claims(_ totals: CasebookTotals) -> [Metric] {
        [
            Metric("whyd_reports", .gauge, "Reports in the casebook.", samples: [.init(Double(totals.reports))]),
            Metric("whyd_claims", .gauge, "Claims of these reports.", samples: [.init(Double(totals.claims))]),
            Metric(
                "whyd_verified_claims", .gauge, "Claims whose citations were checked and hold.",
                samples: [.init(Double(totals.verifiedClaims))]),
            Metric(
                "whyd_verified_share", .gauge, "Share of claims whose citations were checked and hold.",
                samples: totals.claims == 0 ? [] : [.init(Double(totals.verifiedClaims) / Double(totals.claims))]),
        ]
    }

    private func spending(_ totals: CasebookTotals) -> [Metric] {
        [
            Metric(
                "whyd_model_answers_total", .counter, "Answers of models, the rulebook's included.",
                samples: [.init(Double(totals.steps))]),
            Metric(
                "whyd_tokens_total", .counter, "Tokens of models.",
                samples: [
                    .init(Double(totals.inputTokens), labels: ["direction": "input"]),
                    .init(Double(totals.outputTokens), labels: ["direction": "output"]),
                ]),
            Metric("whyd_cost_dollars_total", .counter, "What models cost.", samples: [.init(totals.dollars)]),
        ]
    }

    private func up(_ value: Double) -> Metric {
        Metric("whyd_casebook_up", .gauge, "Whether the casebook could be read.", samples: [.init(value)])
    }
}
