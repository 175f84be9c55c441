import Analysis
import JSONValues
import ToolKit

/// What sets the failing spans apart.
extension DossierWriter {
    var differences: ToolTable {
        ToolTable(
            columns: [
                .init("condition", isUntrusted: true), .init("share", unit: "share"),
                .init("share_rest", unit: "share"),
                .init("also", isUntrusted: true),
            ],
            rows: facts.differences.prefix(6).map { difference in
                [
                    .string(difference.conditionText), .rounded(difference.support),
                    .rounded(difference.baselineShare),
                    .string(
                        difference.equivalents.prefix(4).map { "\($0.field) = \($0.value)" }.joined(separator: ", ")),
                ]
            })
    }

    var combinations: ToolTable {
        ToolTable(
            columns: [
                .init("combination", isUntrusted: true), .init("failures", unit: "count"),
                .init("expected", unit: "count"), .init("spans", unit: "count"), .init("score"),
                .init("by_chance", unit: "probability"), .init("service"), .init("operation", isUntrusted: true),
                .init("other_failures", unit: "count"), .init("other_spans", unit: "count"), .init("stands_out"),
            ],
            rows: (facts.failing?.findings ?? []).prefix(6).map {
                [
                    .string($0.conditionText), .rounded($0.failures), .rounded($0.expectedFailures),
                    .rounded($0.count), .rounded($0.score), .rounded($0.probability),
                    .string(facts.failing?.service ?? ""), .string(facts.failing?.operation ?? ""),
                    .rounded($0.rest.failures), .rounded($0.rest.count), .string($0.standsOut ? "yes" : "no"),
                ]
            })
    }

    var errorRecords: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("template", isUntrusted: true), .init("records", unit: "count"),
                .init("records_before", unit: "count"),
            ],
            rows: facts.errorRecords.prefix(6).map {
                [.string($0.service), .string($0.template), .rounded($0.count), .rounded($0.baselineCount)]
            })
    }

    /// A flag's variants at the same time, in the same build, on the same operation.
    var flags: ToolTable {
        let rows = facts.flags.prefix(4).flatMap { contrast in contrast.regressions.prefix(2).map { (contrast, $0) } }
        return ToolTable(
            columns: [
                .init("flag", isUntrusted: true), .init("worse", isUntrusted: true), .init("better", isUntrusted: true),
                .init("operation", isUntrusted: true), .init("errors_worse", unit: "share"),
                .init("errors_better", unit: "share"), .init("p95_worse", unit: "ms"), .init("p95_better", unit: "ms"),
            ],
            rows: rows.map { contrast, change in
                [
                    .string(contrast.flag), .string(contrast.worse), .string(contrast.better),
                    .string(change.operation.name), .rounded(change.after?.failures.share ?? 0),
                    .rounded(change.before?.failures.share ?? 0), .rounded(change.after?.latency.quantile(0.95) ?? 0),
                    .rounded(change.before?.latency.quantile(0.95) ?? 0),
                ]
            })
    }
}
