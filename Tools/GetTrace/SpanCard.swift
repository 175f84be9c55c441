import JSONValues
import Telemetry
import ToolKit

/// One span with everything it carries.
struct SpanCard {
    private let batch: TelemetryBatch
    private let row: Int

    init(_ batch: TelemetryBatch, row: Int) {
        self.batch = batch
        self.row = row
    }

    var summary: String {
        let spans = batch.spans
        let status = spans.statuses[row] == .error ? "status error \(OneLine.text(spans.statusMessages[row]))" : ""
        return "span \(spans.spanIDs[row]) of \(spans.services[row]): \(OneLine.text(spans.names[row])) "
            + "[\(spans.kinds[row].word)] \(Milliseconds.text(spans.durationNanoseconds[row])) ms, "
            + "started \(Timestamp(nanoseconds: spans.startNanoseconds[row])) \(status)"
    }

    /// Every attribute, by name.
    var attributes: ToolTable {
        let rows: [[JSONValue]] = batch.spans.attributes.compactMap { column in
            column.value(atRow: row).map { [.string(column.name.description), .string($0.description)] }
        }
        return ToolTable(columns: [.init("attribute"), .init("value", isUntrusted: true)], rows: rows)
    }

    /// Every event, log record and link of the span, one line each, stack traces below.
    var events: String {
        let events = batch.events
        let id = batch.spans.spanIDs[row]
        return (0..<events.count).filter { events.spanIDs[$0] == id }.map { event in
            var text = "\(Timestamp(nanoseconds: events.timeNanoseconds[event])) \(events.sources[event])"
            text += " \(events.names[event]) \(events.bodies[event])"
            for column in events.attributes {
                if let value = column.value(atRow: event) { text += "\n  \(column.name.key): \(value)" }
            }
            return text
        }.joined(separator: "\n")
    }
}
