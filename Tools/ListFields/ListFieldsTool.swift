import JSONValues
public import SpanSources
import Telemetry
public import ToolKit
import TraceQueries

/// Lists the attributes that occur, how often, and with which frequent values.
public struct ListFieldsTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var dataset: Dataset?
        var filter: [FilterArgument]?
        var `where`: String?
        /// Only keys with this text.
        var contains: String?
        var limit: Int?
        var from: String?
        var to: String?
    }

    public let name: ToolName = "list_fields"
    public let words: ToolWords
    private let source: any SpanSource

    /// Makes the tool on a span source.
    public init(source: any SpanSource) {
        self.source = source
        words = ToolWords(embedded: PackageResources.list_fields_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let request = try discovery(input, context)
        let fields: [FieldSummary]
        let masked = MaskedSpanSource(source: source, redactor: context.redactor)
        do { fields = try await masked.fields(request) } catch { throw ToolFailure(error) }
        let limit = min(max(input.limit ?? 60, 1), 500)
        let omitted = max(0, fields.count - limit)
        return ToolOutput(
            summary: "\(fields.count) attributes of \(request.dataset.rawValue), window \(request.range)",
            sections: [.init(name: "fields", content: .table(Self.table(fields.prefix(limit))))],
            backend: source.backend, window: request.range, isComplete: omitted == 0,
            notes: notes(fields, omitted: omitted, request))
    }

    private func discovery(_ input: Input, _ context: ToolContext) throws(ToolFailure) -> FieldDiscovery {
        let scope = QueryScope(context)
        let arguments = SpanQueryArguments(filter: input.filter, where: input.where)
        do {
            return FieldDiscovery(
                dataset: input.dataset ?? .spans, range: try scope.range(from: input.from, to: input.to),
                filter: try arguments.predicate(in: scope), keyContains: input.contains ?? "")
        } catch {
            throw ToolFailure(error)
        }
    }

    private func notes(_ fields: [FieldSummary], omitted: Int, _ request: FieldDiscovery) -> [String] {
        var notes = ["every row also has: \(Self.intrinsics(of: request.dataset))"]
        if omitted > 0 { notes.append("\(omitted) more were cut by the limit; narrow with 'contains'") }
        if fields.isEmpty {
            notes.append("no attribute matches; try a wider window, fewer filters or another 'contains'")
        }
        return notes
    }

    private static func intrinsics(of dataset: Dataset) -> String {
        switch dataset {
        case .spans: "name, service, build, duration, status, statusMessage, kind, traceID, spanID, parentID, time"
        case .events: "name, service, build, body, severity, source, traceID, spanID, time"
        }
    }

    private static func table(_ fields: some Collection<FieldSummary>) -> ToolTable {
        ToolTable(
            columns: [
                .init("field"), .init("types"), .init("rows", unit: "count"), .init("distinct", unit: "count"),
                .init("frequent", isUntrusted: true),
            ],
            rows: fields.map { field in
                let values = field.frequent.map { "\($0.value.description.prefix(60)) (\($0.rows))" }
                return [
                    .string(field.name.description), .string(field.types.joined(separator: "|")),
                    .integer(Int64(field.rows)), .integer(Int64(field.distinct)),
                    .string(values.joined(separator: ", ")),
                ]
            })
    }
}
