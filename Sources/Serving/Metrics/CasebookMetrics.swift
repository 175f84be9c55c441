import Casebook

/// What whyd has done, from the casebook: it survives restarts, unlike counters in memory.
struct CasebookMetrics: MetricsSource {
    let casebook: Casebook

    /// More rows than this are not counted; a casebook reaches it after years.
    private static let mostRows = 100_000

    func metrics() async -> [Metric] {
        do throws(CasebookError) {
            let cases = try await casebook.cases(limit: Self.mostRows)
            let reports = try await casebook.reports(limit: Self.mostRows)
            let spend = try await casebook.spendPerDay(since: "1970-01-01")
            return [casesByState(cases)] + claims(reports) + totals(spend) + [up(1)]
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

    private func claims(_ reports: [ReportSummary]) -> [Metric] {
        let made = reports.reduce(0) { $0 + $1.claims }
        let verified = reports.reduce(0) { $0 + $1.verifiedClaims }
        return [
            Metric("whyd_reports", .gauge, "Reports in the casebook.", samples: [.init(Double(reports.count))]),
            Metric("whyd_claims", .gauge, "Claims of these reports.", samples: [.init(Double(made))]),
            Metric(
                "whyd_verified_claims", .gauge, "Claims whose citations were checked and hold.",
                samples: [.init(Double(verified))]),
            Metric(
                "whyd_verified_share", .gauge, "Share of claims whose citations were checked and hold.",
                samples: made == 0 ? [] : [.init(Double(verified) / Double(made))]),
        ]
    }

    private func totals(_ spend: [Spend]) -> [Metric] {
        let (input, output) = spend.reduce((0, 0)) { ($0.0 + $1.inputTokens, $0.1 + $1.outputTokens) }
        return [
            Metric(
                "whyd_tokens_total", .counter, "Tokens of models.",
                samples: [
                    .init(Double(input), labels: ["direction": "input"]),
                    .init(Double(output), labels: ["direction": "output"]),
                ]),
            Metric(
                "whyd_cost_dollars_total", .counter, "What models cost.",
                samples: [.init(spend.reduce(0) { $0 + $1.dollars })]),
        ]
    }

    private func up(_ value: Double) -> Metric {
        Metric("whyd_casebook_up", .gauge, "Whether the casebook could be read.", samples: [.init(value)])
    }
}
