import Analysis
import Telemetry

/// A trace as indented lines, one per span, with identical siblings folded into one line.
struct TraceDrawing {
    private let batch: TelemetryBatch
    private let forest: TraceForest
    private let attributeKeys: [String]
    private let notable: NotableEvents
    private let start: Int64
    private let folding: SiblingFolding
    /// Nanoseconds each row alone decided the latency of its root; rows off the critical path are missing.
    private let pathNanoseconds: [Int: Int64]

    /// A drawing cut to its limit.
    struct Result {
        var summary: String
        var lines: [String] = []
        var omittedSpans = 0
        var notes: [String] = []
    }

    init(_ batch: TelemetryBatch, attributes: [String]) {
        self.batch = batch
        attributeKeys = attributes
        forest = TraceForest(batch.spans)
        notable = NotableEvents(batch)
        start = batch.spans.startNanoseconds.min() ?? 0
        folding = SiblingFolding(batch.spans, forest)
        pathNanoseconds = Self.criticalPath(batch.spans, forest)
    }

    private static func criticalPath(_ spans: SpanBatch, _ forest: TraceForest) -> [Int: Int64] {
        let durations = spans.durationNanoseconds
        guard let root = forest.roots.max(by: { durations[$0] < durations[$1] }) else { return [:] }
        let path = CriticalPath(of: root, in: spans, forest)
        return Dictionary(
            path.segments.map { ($0.row, $0.exclusiveNanoseconds) }, uniquingKeysWith: +)
    }

    /// Draws at most `limit` lines, depth first.
    func draw(limit: Int) -> Result {
        var result = Result(summary: summary)
        var drawn = 0
        var stack = folding.groups(of: forest.roots).reversed().map { (group: $0, depth: 0) }
        while let (group, depth) = stack.popLast() {
            guard result.lines.count < limit else { break }
            drawn += folding.spanCount(of: group)
            result.lines.append(String(repeating: "  ", count: depth) + line(of: group))
            for event in notable.lines(ofSpan: group.slowest) where result.lines.count < limit {
                result.lines.append(String(repeating: "  ", count: depth) + "  ! " + event)
            }
            let children = folding.groups(of: forest.children[group.slowest])
            stack += children.reversed().map { (group: $0, depth: depth + 1) }
        }
        result.omittedSpans = max(0, batch.spans.count - drawn)
        result.notes = notes
        return result
    }

    private var summary: String {
        let spans = batch.spans
        let end = (0..<spans.count).map { spans.startNanoseconds[$0] + spans.durationNanoseconds[$0] }.max() ?? start
        let services = Set(spans.services.codes).count
        let errors = spans.statuses.count { $0 == .error }
        return "\(spans.count) spans of \(services) services, \(Milliseconds.text(end - start)) ms, "
            + "\(errors) with status error, started \(Timestamp(nanoseconds: start))"
    }

    private var notes: [String] {
        var notes = [
            "columns: start offset, duration, (milliseconds on the critical path), service, name, [kind], span id"
        ]
        if forest.orphanCount > 0 { notes.append("\(forest.orphanCount) spans name a parent that is not stored") }
        if notable.unattached > 0 { notes.append("\(notable.unattached) log records of the trace name no stored span") }
        return notes
    }

    private func line(of group: SiblingFolding.Group) -> String {
        let spans = batch.spans
        let row = group.slowest
        var text = "+\(Milliseconds.text(spans.startNanoseconds[group.rows[0]] - start)) "
        if group.rows.count == 1 {
            text += "\(Milliseconds.text(spans.durationNanoseconds[row])) ms"
        } else {
            let durations = group.rows.map { spans.durationNanoseconds[$0] }.sorted()
            text += "x\(group.rows.count) p50 \(Milliseconds.text(durations[durations.count / 2])) "
            text += "max \(Milliseconds.text(durations[durations.count - 1])) "
            text += "sum \(Milliseconds.text(durations.reduce(0, +))) ms"
        }
        let path = group.rows.reduce(0) { $0 + (pathNanoseconds[$1] ?? 0) }
        if path > 0 { text += " (path \(Milliseconds.text(path)))" }
        text += " \(spans.services[row]) \(OneLine.text(spans.names[row])) [\(spans.kinds[row].word)]"
        text += " \(spans.spanIDs[row])"
        if spans.statuses[row] == .error {
            let message = spans.statusMessages[row]
            text += message.isEmpty ? " ERROR" : " ERROR \"\(OneLine.text(message))\""
        }
        return text + attributeText(row)
    }

    private func attributeText(_ row: Int) -> String {
        attributeKeys.compactMap { key in
            for scope in [AttributeScope.span, .resource, .instrumentation] {
                for spelling in AttributeAliases.spellings(of: key) {
                    if let value = batch.spans.value(AttributeName(scope, spelling), row: row) {
                        return " \(key)=\(OneLine.text(value.description))"
                    }
                }
            }
            return nil
        }.joined()
    }
}
