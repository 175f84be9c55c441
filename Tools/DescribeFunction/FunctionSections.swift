import Analysis
import Expectations
import JSONValues
import SourceHistory
import SpanSources
import Telemetry
import ToolKit

/// A function's life in production as tables.
struct FunctionSections {
    let found: LocatedFunction
    let activity: FunctionActivity
    let history: FunctionHistory
    let services: [String]
    /// What is expected of the function's operations, and whether its newest build does it.
    let outcomes: [ExpectationOutcome]

    func output(_ backend: String, _ range: TimeRange) -> ToolOutput {
        let sections: [(String, ToolTable)] = [
            ("operations", operations), ("builds", builds), ("callers", callers), ("exceptions", exceptions),
            ("flags", flags), ("last_changes", changes), ("expectations", ExpectationAnswers.table(outcomes)),
        ]
        return ToolOutput(
            summary: summary(range),
            sections: sections.filter { !$0.1.rows.isEmpty }.map { .init(name: $0.0, content: .table($0.1)) },
            backend: "\(backend), git", window: range, isComplete: history.notes.isEmpty,
            notes: sampleNotes + history.notes)
    }

    private func summary(_ range: TimeRange) -> String {
        let name = "\(found.function.name) at \(found.revision.short)"
        let whose = services.isEmpty ? "any service" : services.joined(separator: ", ")
        switch activity.blindness {
        case .noTraffic:
            return "\(name) is not observed: no traffic; \(whose) sent no spans in \(range)"
        case .noInstrumentation(let spans):
            return "\(name) is not observed: no instrumentation; \(Int(spans)) spans of \(whose) in \(range), and no "
                + "code.function.name, stack frame, route or span name leads to it. A span with code.function.name "
                + "'\(found.function.function.qualifiedName)' would show it; `whyd instrument` lists more"
        case nil: break
        }
        let calls = activity.builds.reduce(0) { $0 + $1.calls }
        let errors = activity.builds.reduce(0) { $0 + $1.errors }
        let share = JSONValue.rounded(calls > 0 ? errors / calls * 100 : 0).text
        return "\(name): \(Int(calls)) calls, \(share) % failed, \(activity.links.count) operations, "
            + "\(Set(activity.builds.map(\.build)).count) builds"
    }

    /// What was not counted on every call.
    private var sampleNotes: [String] {
        var notes: [String] = []
        if activity.sampledSpans > 0 {
            let calls = activity.builds.reduce(0) { $0 + $1.calls }
            notes.append(
                "callers and exceptions are counted on the newest \(activity.sampledSpans) of \(Int(calls)) calls and "
                    + "the newest failed ones")
        }
        if activity.hasSketchedQuantiles {
            notes.append("p50, p95 and p99 are right to 1 %; calls and errors are exact")
        }
        return notes
    }

    private var operations: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("kind"), .init("mapped_by"),
            ],
            rows: activity.links.map { link in
                [
                    .string(link.operation.service), .string(link.operation.name), .string(link.operation.kind.word),
                    .string(link.means),
                ]
            })
    }

    private var builds: ToolTable {
        ToolTable(
            columns: [
                .init("build"), .init("operation", isUntrusted: true), .init("calls", unit: "count"),
                .init("errors", unit: "count"), .init("error_rate", unit: "share"), .init("p50", unit: "ms"),
                .init("p95", unit: "ms"), .init("p99", unit: "ms"), .init("first_seen", unit: "utc"),
                .init("last_seen", unit: "utc"),
            ],
            rows: activity.builds.prefix(60).map { line in
                [
                    line.build.map(JSONValue.string) ?? .null, .string(line.operation.name),
                    .integer(Int64(line.calls)), .integer(Int64(line.errors)),
                    .rounded(line.calls > 0 ? line.errors / line.calls : 0), .rounded(line.p50 / 1e6),
                    .rounded(line.p95 / 1e6), .rounded(line.p99 / 1e6), .string("\(line.firstSeen)"),
                    .string("\(line.lastSeen)"),
                ]
            })
    }

    private var callers: ToolTable {
        ToolTable(
            columns: [.init("service"), .init("operation", isUntrusted: true), .init("calls", unit: "count")],
            rows: activity.callers.prefix(15).map { caller in
                [
                    caller.operation.map { .string($0.service) } ?? .null,
                    .string(caller.operation?.name ?? "(none: the spans are roots, or their parents did not come)"),
                    .integer(Int64(caller.calls)),
                ]
            })
    }

    private var exceptions: ToolTable {
        ToolTable(
            columns: [
                .init("type", isUntrusted: true), .init("message", isUntrusted: true), .init("count", unit: "count"),
                .init("in_its_stack"),
            ],
            rows: activity.exceptions.prefix(15).map { line in
                [
                    .string(line.type), .string(line.message), .integer(Int64(line.count)),
                    .boolean(line.namesFunction),
                ]
            })
    }

    private var flags: ToolTable {
        ToolTable(
            columns: [
                .init("flag"), .init("variant"), .init("calls", unit: "count"), .init("errors", unit: "count"),
                .init("p95", unit: "ms"),
            ],
            rows: activity.flags.map { line in
                [
                    .string(line.flag), line.variant.map(JSONValue.string) ?? .null, .integer(Int64(line.calls)),
                    .integer(Int64(line.errors)), .rounded(line.p95 / 1e6),
                ]
            })
    }

    private var changes: ToolTable {
        ToolTable(
            columns: [
                .init("commit"), .init("title", isUntrusted: true), .init("author", isUntrusted: true),
                .init("committed_at", unit: "utc"),
            ],
            rows: history.commits.map { commit in
                [
                    .string(commit.revision.hash), .string(commit.subject), .string(commit.author.name),
                    .string("\(commit.committedAt)"),
                ]
            })
    }
}
