import SpanSources
import Telemetry

extension Operation {
    /// The operation in a row of a table that groups by service, name and kind.
    init(_ table: ResultTable, row: Int) {
        let word = table.text("kind", row: row)
        self.init(
            service: table.text("service", row: row) ?? "", name: table.text("name", row: row) ?? "",
            kind: SpanKind.allCases.first { $0.word == word } ?? .unspecified)
    }

    /// The operation of a span.
    init(_ spans: SpanBatch, row: Int) {
        self.init(service: spans.services[row], name: spans.names[row], kind: spans.kinds[row])
    }
}
