import Telemetry

/// Exceptions and error logs of a trace, by the span they belong to.
struct NotableEvents {
    private let events: EventBatch
    private var rowsOfSpan: [Int: [Int]] = [:]
    /// Event rows whose span is not stored.
    private(set) var unattached = 0

    /// OTLP severity numbers from here on are errors.
    private static let errorSeverity: UInt8 = 17

    init(_ batch: TelemetryBatch) {
        events = batch.events
        var spanRows: [SpanID: Int] = [:]
        for row in 0..<batch.spans.count { spanRows[batch.spans.spanIDs[row]] = row }
        for event in 0..<events.count {
            guard let span = spanRows[events.spanIDs[event]] else { unattached += 1; continue }
            if isNotable(event) { rowsOfSpan[span, default: []].append(event) }
        }
    }

    /// One line per exception or error log of a span; the first stack frame comes along.
    func lines(ofSpan row: Int) -> [String] {
        var lines: [String] = []
        for event in rowsOfSpan[row] ?? [] {
            let line = text(of: event)
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }

    private func isNotable(_ row: Int) -> Bool {
        events.names[row].hasSuffix("exception") || events.severities[row] >= Self.errorSeverity
            || value("exception.type", row) != nil
    }

    private func text(of row: Int) -> String {
        guard let type = value("exception.type", row) ?? value("exception.message", row) else {
            return "log \"\(OneLine.text(events.bodies[row]))\""
        }
        var text = "exception \(OneLine.text(type))"
        if let message = value("exception.message", row), message != type { text += ": \(OneLine.text(message))" }
        if let stack = value("exception.stacktrace", row), let frame = Self.frame(of: stack, besides: type) {
            text += " @ \(OneLine.text(frame))"
        }
        return text
    }

    /// The first line of a stack trace that is a frame rather than the message.
    private static func frame(of stack: String, besides type: String) -> String? {
        let lines = stack.split(separator: "\n").map { line in
            String(line.drop { $0 == " " || $0 == "\t" })
        }
        return lines.first { !$0.isEmpty && !$0.contains(type) && !$0.hasPrefix("Traceback") }
    }

    private func value(_ key: String, _ row: Int) -> String? {
        events.value(AttributeName(.span, key), row: row)?.description
    }
}
