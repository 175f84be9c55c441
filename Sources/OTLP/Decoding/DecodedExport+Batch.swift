import Telemetry

extension DecodedExport {
    /// The rows as a public batch.
    func batch() -> TelemetryBatch {
        var batch = TelemetryBatch()
        var spanRows = BatchAssembler()
        for table in spans { spanRows.appendSpans(table, rows: Array(0..<table.rowCount)) }
        var eventRows = BatchAssembler()
        for table in events { eventRows.appendEvents(table, rows: Array(0..<table.rowCount)) }
        batch.spans = spanRows.spanBatch()
        batch.events = eventRows.eventBatch()
        batch.rejectedRows = rejectedRows
        batch.rejection = rejection
        return batch
    }
}
