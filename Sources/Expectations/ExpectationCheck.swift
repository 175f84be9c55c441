import Analysis
public import SpanSources
import Telemetry

/// Checks expectations on a span source that is handed in.
///
/// A quantile is checked as a share: `p95 < 300ms` holds where at most 5 % of the spans take 300 ms or longer. So
/// quantiles and error rates rest on the same always-valid interval of a share, and peeking at a watch does no harm.
public struct ExpectationCheck: Sendable {
    let source: any SpanSource
    /// The window after the change, and the rows of the build in question.
    let after: Comparison.RowSet
    /// The window before, for `unchanged`; nil makes those inconclusive.
    let before: Comparison.RowSet?

    /// Fewer spans than this are never a pass.
    static let smallestSample = 20.0

    /// Makes a check.
    public init(_ source: any SpanSource, after: Comparison.RowSet, before: Comparison.RowSet? = nil) {
        self.source = source
        self.after = after
        self.before = before
    }

    /// Checks one expectation.
    public func check(_ expectation: Expectation) async throws(SpanSourceError) -> ExpectationOutcome {
        switch expectation.requirement {
        case .below(let limit): return try await bound(expectation, limit, isUpper: true)
        case .above(let limit): return try await bound(expectation, limit, isUpper: false)
        case .unchanged(let share): return try await unchanged(expectation, share)
        }
    }

    private func bound(
        _ expectation: Expectation, _ limit: Double, isUpper: Bool
    ) async throws(SpanSourceError) -> ExpectationOutcome {
        let reading = try await read(expectation, in: after, limit: limit)
        let (interval, target) = Self.interval(expectation.measure, reading, limit)
        var verdict = Self.verdict(interval, target, wantsBelow: isUpper)
        if verdict == .pass, reading.count < Self.smallestSample, expectation.measure.needsSample {
            verdict = .inconclusive
        }
        return outcome(expectation, verdict, reading, interval)
    }

    private func unchanged(
        _ expectation: Expectation, _ share: Double
    ) async throws(SpanSourceError) -> ExpectationOutcome {
        guard let before else {
            let reading = try await read(expectation, in: after, limit: 0)
            return outcome(expectation, .inconclusive, reading, nil, "there is no time before to compare with")
        }
        let old = try await read(expectation, in: before, limit: 0)
        guard let value = old.value, old.count >= Self.smallestSample else {
            return outcome(expectation, .inconclusive, old, nil, "too few spans before the change")
        }
        let slack = max(value * share, expectation.measure == .errorRate ? 0.001 : 0)
        let upper = try await bound(expectation, value + slack, isUpper: true)
        let lower = try await bound(expectation, max(0, value - slack), isUpper: false)
        var result = upper.verdict == .pass ? lower : upper
        if lower.verdict == .fail { result = lower }
        if expectation.measure == .errorRate, value - slack <= 0 { result = upper }
        result.explanation = "before \(Self.text(value, expectation.measure)), " + result.explanation
        return result
    }

    /// What one query gave.
    private struct Reading {
        var count: Double
        /// Spans at or above a quantile's limit, or failed ones.
        var marked: Double
        var value: Double?
        var seconds: Double
    }

    private func read(
        _ expectation: Expectation, in rows: Comparison.RowSet, limit: Double
    ) async throws(SpanSourceError) -> Reading {
        var aggregates: [Aggregate] = [.count]
        switch expectation.measure {
        case .quantile(let q):
            let isSlow = Predicate.compare(
                .intrinsic(.duration), .greaterOrEqual, .integer(Int64((limit * 1e9).rounded())))
            aggregates += [.countWhere(isSlow, named: "marked"), .quantile(.intrinsic(.duration), q)]
        case .errorRate: aggregates.append(.countWhere(FailedSpans.predicate, named: "marked"))
        case .rate, .count: break
        }
        var query = SpanQuery(
            range: rows.range, filter: expectation.predicate.and(rows.filter), aggregates: aggregates)
        // The verdict rests on counts; the quantile only says where it stands.
        query.sketchesQuantiles = true
        let table = try await source.run(query)
        let count = table.number("count", row: 0) ?? 0
        let marked = table.number("marked", row: 0) ?? 0
        let seconds = rows.range.duration.inSeconds
        let value: Double? =
            switch expectation.measure {
            case .quantile: table.number(aggregates[2].column, row: 0).map { $0 / 1e9 }
            case .errorRate: count > 0 ? marked / count : nil
            case .rate: seconds > 0 ? count / seconds : nil
            case .count: count
            }
        return Reading(count: count, marked: marked, value: value, seconds: seconds)
    }

    /// The interval, and what it is compared with.
    private static func interval(
        _ measure: Expectation.Measure, _ reading: Reading, _ limit: Double
    ) -> (ClosedRange<Double>, target: Double) {
        switch measure {
        case .quantile(let q): (ConfidenceSequence.share(reading.marked, of: reading.count), 1 - q)
        case .errorRate: (ConfidenceSequence.share(reading.marked, of: reading.count), limit)
        case .rate: (ConfidenceSequence.rate(reading.count, seconds: reading.seconds, prior: limit), limit)
        case .count: (reading.count...reading.count, limit)
        }
    }

    private static func verdict(
        _ interval: ClosedRange<Double>, _ target: Double, wantsBelow: Bool
    ) -> ExpectationOutcome.Verdict {
        if interval.upperBound <= target { return wantsBelow ? .pass : .fail }
        if interval.lowerBound >= target { return wantsBelow ? .fail : .pass }
        return .inconclusive
    }

    private func outcome(
        _ expectation: Expectation, _ verdict: ExpectationOutcome.Verdict, _ reading: Reading,
        _ interval: ClosedRange<Double>?, _ reason: String? = nil
    ) -> ExpectationOutcome {
        let value = reading.count > 0 ? reading.value : expectation.measure.needsSample ? nil : reading.value
        let measured = value.map { "measured \(Self.text($0, expectation.measure))" } ?? "no spans"
        return ExpectationOutcome(
            expectation: expectation, verdict: verdict, value: value, sampleSize: Int(reading.count),
            interval: interval,
            explanation: "\(measured)\(reading.count > 0 ? " over \(Int(reading.count)) spans" : ""): "
                + (reason ?? verdict.rawValue))
    }

    private static func text(_ value: Double, _ measure: Expectation.Measure) -> String {
        func rounded(_ value: Double) -> String { String((value * 1000).rounded() / 1000) }
        return switch measure {
        case .quantile: "\(rounded(value * 1000)) ms"
        case .errorRate: "\(rounded(value * 100)) %"
        case .rate: "\(rounded(value))/s"
        case .count: "\(Int(value))"
        }
    }
}

extension Expectation.Measure {
    /// Whether a few spans say nothing; counts and rates are facts however small.
    var needsSample: Bool {
        switch self {
        case .quantile, .errorRate: true
        case .rate, .count: false
        }
    }
}
