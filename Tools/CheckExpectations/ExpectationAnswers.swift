import Analysis
import Expectations
import JSONValues
import SpanSources
import Telemetry
import ToolKit

/// Checks expectations on builds, and shows the answers.
struct ExpectationAnswers {
    let source: any SpanSource
    /// The rows of the environment in question.
    let filter: Predicate
    let now: Timestamp

    /// Over all the time the build has run, against the build before over its time.
    func check(
        _ expectations: [Expectation], on new: ObservedBuild, since old: ObservedBuild?
    ) async throws(ToolFailure) -> [ExpectationOutcome] {
        let check = ExpectationCheck(
            source, after: rows(new, until: now), before: old.map { rows($0, until: new.firstSeen) })
        var outcomes: [ExpectationOutcome] = []
        do {
            for expectation in expectations { outcomes.append(try await check.check(expectation)) }
        } catch {
            throw ToolFailure(error)
        }
        return outcomes
    }

    private func rows(_ build: ObservedBuild, until end: Timestamp) -> Comparison.RowSet {
        .init(
            range: TimeRange(
                start: build.firstSeen, end: max(build.firstSeen, min(end, build.lastSeen + .nanoseconds(1)))),
            filter: filter.and(.compare(.build, .equal, .string(build.build))))
    }

    static func table(_ outcomes: [ExpectationOutcome]) -> ToolTable {
        ToolTable(
            columns: [
                .init("expectation", isUntrusted: true), .init("verdict"), .init("measured"), .init("unit"),
                .init("spans", unit: "count"), .init("interval"), .init("explanation"), .init("origin"),
            ],
            rows: outcomes.map { outcome in
                let (value, unit) = outcome.measured
                return [
                    .string(outcome.expectation.text), .string(outcome.verdict.rawValue), .rounded(value),
                    .string(unit), .integer(Int64(outcome.sampleSize)), .string(outcome.intervalWords),
                    .string(outcome.explanation), .string(outcome.expectation.origin),
                ]
            })
    }
}

extension ExpectationOutcome {
    /// The value as people read it, and its unit.
    fileprivate var measured: (value: Double?, unit: String) {
        switch expectation.measure {
        case .quantile: (value.map { $0 * 1000 }, "ms")
        case .errorRate: (value, "share")
        case .rate: (value, "per_second")
        case .count: (value, "count")
        }
    }
}
