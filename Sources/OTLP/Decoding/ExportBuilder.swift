package import Telemetry

/// The rows of one request, decoded.
package struct DecodedExport: Sendable {
    package var spans: [ColumnTable] = []
    package var events: [ColumnTable] = []
    package var rejectedRows = 0
    package var rejection = ""
}

/// Collects rows of both tables and starts a new table where one is full.
struct ExportBuilder: ~Copyable {
    private var spans = TableBuilder()
    private var events = TableBuilder()
    private var spanStart = 0
    private var eventStart = 0
    private var export = DecodedExport()
    private var omittedAttributes = 0

    /// What holds for the rows that follow; close the rows so far before changing it.
    var context = RowContext()

    /// Makes room for a span; its attributes go to `spanAttribute`.
    mutating func append(_ span: RawSpan) {
        if spans.rowCount == ColumnTable.maximumRows { flushSpans() }
        spans.append(span)
    }

    /// Makes room for an event; its attributes go to `eventAttribute`.
    mutating func append(_ event: RawEvent) {
        if events.rowCount == ColumnTable.maximumRows { flushEvents() }
        events.append(event)
    }

    /// An attribute of the span appended last.
    @inline(__always)
    mutating func spanAttribute(_ attribute: RawAttribute, position: Int) {
        spans.attributes.append(attribute, .span, position: position, row: spans.rowCount &- 1)
    }

    /// An attribute of the event appended last.
    mutating func eventAttribute(_ attribute: RawAttribute, position: Int) {
        events.attributes.append(attribute, .span, position: position, row: events.rowCount &- 1)
    }

    /// Leaves a row out.
    mutating func reject(_ reason: String) {
        export.rejectedRows += 1
        if export.rejection.isEmpty { export.rejection = reason }
    }

    /// Ends the rows of one scope.
    mutating func closeScope() {
        spans.close(from: spanStart, context)
        events.close(from: eventStart, context)
        spanStart = spans.rowCount
        eventStart = events.rowCount
    }

    mutating func finish() -> DecodedExport {
        flushSpans()
        flushEvents()
        if omittedAttributes > 0 {
            let words = "\(omittedAttributes) attributes left out: too many distinct attribute names in one request"
            export.rejection += (export.rejection.isEmpty ? "" : "; ") + words
        }
        return export
    }

    private mutating func flushSpans() {
        spans.close(from: spanStart, context)
        if spans.rowCount > 0 { export.spans.append(spans.spanTable()) }
        omittedAttributes += spans.attributes.omitted
        spans = TableBuilder()
        spanStart = 0
    }

    private mutating func flushEvents() {
        events.close(from: eventStart, context)
        if events.rowCount > 0 { export.events.append(events.eventTable()) }
        omittedAttributes += events.attributes.omitted
        events = TableBuilder()
        eventStart = 0
    }
}
