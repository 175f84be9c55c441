import Analysis
import JSONValues
import Telemetry
import ToolKit

/// The telemetry half of a comparison of builds as tables.
struct TelemetrySections {
    let difference: BuildDifference

    init(_ difference: BuildDifference) { self.difference = difference }

    func summary(_ old: ObservedBuild, _ new: ObservedBuild) -> String {
        let counts = [OperationChange.Verdict.regressed, .appeared, .vanished, .improved].compactMap { verdict in
            let count = difference.comparison.operations(verdict).count
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        let verdict = counts.isEmpty ? "nothing measurable changed" : counts.joined(separator: ", ")
        return "\(new.service) \(old.build) against \(new.build): \(verdict) "
            + "(\(Int(difference.spansBefore)) and \(Int(difference.spansAfter)) spans)"
    }

    var notes: [String] {
        var notes = [
            difference.method == .concurrent
                ? "both builds served at once: compared over \(difference.after.range)"
                : "before \(difference.before.range), after \(difference.after.range)"
        ]
        if let drift = difference.drift {
            let moved = drift.operations.filter { $0.verdict == .regressed }.map(\.operation.name)
            let also =
                difference.method == .concurrent
                ? "the old build got worse too, at the same time"
                : "a week earlier, at the same hours, the same got worse"
            if !moved.isEmpty { notes.append("\(also): \(moved.joined(separator: ", "))") }
        }
        if let sampled = difference.sampledSpans {
            let all = difference.spansBefore + difference.spansAfter
            notes.append(
                "calls per trace and attribute values are from a sample of \(Int(sampled)) of \(Int(all)) spans, in parts "
                    + "spread over the time; everything else is of all spans")
        }
        let quiet = difference.comparison.operations(.tooFew).count
        if quiet > 0 { notes.append("\(quiet) operations had too few spans to judge") }
        return notes
    }

    var operations: ToolOutput.Section {
        .init(name: "operations", content: .table(Self.table(difference.comparison.operations)))
    }

    var details: [ToolOutput.Section] {
        [
            .init(name: "critical_path", content: .table(path)),
            .init(name: "exceptions", content: .table(Self.table(difference.exceptions, "exception_type"))),
            .init(name: "statements", content: .table(Self.table(difference.statements, "statement"))),
            .init(name: "peers", content: .table(Self.table(difference.peers, "peer"))),
            .init(name: "attributes", content: .table(attributes)),
            .init(
                name: "drift",
                content: .table(Self.table((difference.drift?.operations ?? []).filter { !$0.moved.isEmpty }))),
        ]
    }

    private static func table(_ changes: [OperationChange]) -> ToolTable {
        ToolTable(
            columns: [
                .init("operation", isUntrusted: true), .init("kind"), .init("verdict"), .init("moved"),
                .init("calls_before", unit: "count"), .init("calls_after", unit: "count"),
                .init("error_rate_before", unit: "share"), .init("error_rate_after", unit: "share"),
                .init("error_rate_difference_low", unit: "share"), .init("error_rate_difference_high", unit: "share"),
                .init("p50_before", unit: "ms"), .init("p50_after", unit: "ms"), .init("p95_before", unit: "ms"),
                .init("p95_after", unit: "ms"), .init("p95_after_low", unit: "ms"), .init("p95_after_high", unit: "ms"),
                .init("slower_effect"), .init("calls_per_trace_before"), .init("calls_per_trace_after"),
            ],
            rows: changes.map(row))
    }

    private static func row(_ change: OperationChange) -> [JSONValue] {
        let (before, after) = (change.before, change.after)
        let interval = after?.latency.interval(0.95)
        let counts: [JSONValue] = [.integer(Int64(before?.count ?? 0)), .integer(Int64(after?.count ?? 0))]
        let errors: [JSONValue] = [
            .rounded(before?.failures.share), .rounded(after?.failures.share),
            .rounded(change.errorDifference?.interval.lowerBound),
            .rounded(change.errorDifference?.interval.upperBound),
        ]
        let latency: [JSONValue] = [
            .rounded(before?.latency.quantile(0.5)), .rounded(after?.latency.quantile(0.5)),
            .rounded(before?.latency.quantile(0.95)), .rounded(after?.latency.quantile(0.95)),
            .rounded(interval?.lowerBound), .rounded(interval?.upperBound), .rounded(change.latencyEffect?.value),
        ]
        let fanOut: [JSONValue] = [.rounded(before?.callsPerTrace), .rounded(after?.callsPerTrace)]
        return [
            .string(change.operation.name), .string(change.operation.kind.word), .string(change.verdict.rawValue),
            .string(change.moved.joined(separator: ", ")),
        ] + counts + errors + latency + fanOut
    }

    private static func table(_ changes: [ValueChange], _ column: String) -> ToolTable {
        ToolTable(
            columns: [
                .init(column, isUntrusted: true), .init("change"), .init("per_thousand_spans_before"),
                .init("per_thousand_spans_after"), .init("calls_per_trace_before"), .init("calls_per_trace_after"),
            ],
            rows: changes.prefix(40).map { change in
                [
                    .string(change.value), .string(change.isNew ? "new" : change.isGone ? "gone" : "changed"),
                    .rounded(change.before), .rounded(change.after), .rounded(change.callsBefore),
                    .rounded(change.callsAfter),
                ]
            })
    }

    /// Rows add up to the last one: the change of the mean latency of one operation's traces.
    private var path: ToolTable {
        func row(_ service: String, _ name: String, _ before: Double, _ after: Double) -> [JSONValue] {
            [.string(service), .string(name), .rounded(before), .rounded(after), .rounded(after - before)]
        }
        var rows: [[JSONValue]] = []
        if let change = difference.path, let root = difference.pathRoot {
            let shown = change.parts.prefix(15)
            rows = shown.map {
                row($0.operation.service, $0.operation.name, $0.baselineMilliseconds, $0.milliseconds)
            }
            let rest = change.parts.dropFirst(15)
            if !rest.isEmpty {
                rows.append(
                    row(
                        "", "\(rest.count) others", rest.reduce(0) { $0 + $1.baselineMilliseconds },
                        rest.reduce(0) { $0 + $1.milliseconds }))
            }
            rows.append(
                row(
                    root.service, "in all, \(root.name), \(change.baselineTraces) and \(change.traces) traces",
                    change.baselineMilliseconds, change.milliseconds))
        }
        return ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("on_path_before", unit: "ms"),
                .init("on_path_after", unit: "ms"), .init("change", unit: "ms"),
            ], rows: rows)
    }

    private var attributes: ToolTable {
        ToolTable(
            columns: [
                .init("condition", isUntrusted: true), .init("share_after", unit: "share"),
                .init("share_before", unit: "share"), .init("score"),
            ],
            rows: difference.attributes.map {
                [.string($0.conditionText), .rounded($0.support), .rounded($0.baselineShare), .rounded($0.score)]
            })
    }
}
