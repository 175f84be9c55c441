public import SpanSources
import Telemetry
public import ToolKit

/// Shows one trace as an indented tree, or one span of it with everything it carries.
public struct GetTraceTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var traceID: String
        /// Only this span, with all its attributes and events.
        var spanID: String?
        /// Attribute keys shown on every line.
        var attributes: [String]?
        var maxLines: Int?

        enum CodingKeys: String, CodingKey {
            case traceID = "trace_id"
            case spanID = "span_id"
            case attributes
            case maxLines = "max_lines"
        }
    }

    public let name: ToolName = "get_trace"
    public let words: ToolWords
    private let source: any SpanSource

    /// Makes the tool on a span source.
    public init(source: any SpanSource) {
        self.source = source
        words = ToolWords(embedded: PackageResources.get_trace_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let id = try Self.traceID(input.traceID)
        let batch: TelemetryBatch
        let masked = MaskedSpanSource(source: source, redactor: context.redactor)
        do { batch = try await masked.trace(id) } catch { throw ToolFailure(error) }
        guard batch.spans.count + batch.events.count > 0 else {
            throw ToolFailure(
                .notFound, "no span of trace \(id) is stored",
                hint: "find trace ids with query_spans, grouped by traceID")
        }
        if let text = input.spanID { return try spanOutput(text, batch) }
        return treeOutput(input, id, batch)
    }

    private func treeOutput(_ input: Input, _ id: TraceID, _ batch: TelemetryBatch) -> ToolOutput {
        let limit = min(max(input.maxLines ?? 150, 10), 1000)
        let drawing = TraceDrawing(batch, attributes: input.attributes ?? []).draw(limit: limit)
        var notes = drawing.notes
        if drawing.omittedSpans > 0 {
            notes.append("\(drawing.omittedSpans) more spans were cut by max_lines \(limit)")
        }
        return ToolOutput(
            summary: "trace \(id): \(drawing.summary)",
            sections: [.init(name: "tree", content: .text(drawing.lines.joined(separator: "\n")))],
            backend: source.backend, isComplete: drawing.omittedSpans == 0, notes: notes)
    }

    private func spanOutput(_ text: String, _ batch: TelemetryBatch) throws(ToolFailure) -> ToolOutput {
        guard let id = SpanID(text), let row = batch.spans.spanIDs.firstIndex(of: id) else {
            throw ToolFailure(.notFound, "the trace has no span '\(text.prefix(40))'", hint: "16 hexadecimal digits")
        }
        let card = SpanCard(batch, row: row)
        return ToolOutput(
            summary: card.summary,
            sections: [
                .init(name: "attributes", content: .table(card.attributes)),
                .init(name: "events", content: .text(card.events)),
            ],
            backend: source.backend)
    }

    /// A trace id; leading zeros may be missing, as some systems print them.
    private static func traceID(_ text: String) throws(ToolFailure) -> TraceID {
        let padded = String(repeating: "0", count: max(0, 32 - text.utf8.count)) + text
        guard text.utf8.count >= 16, let id = TraceID(padded) else {
            throw ToolFailure(
                .invalidArguments, "'\(text.prefix(60))' is not a trace id", hint: "32 hexadecimal digits")
        }
        return id
    }
}
