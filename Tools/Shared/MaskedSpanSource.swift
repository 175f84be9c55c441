import SpanSources
import Telemetry
import ToolKit

/// Spans as tools read them for a model: values of fields with telling names (`user.id`) come out as pseudonyms, and a
/// pseudonym in a filter finds the rows of the value behind it.
///
/// Nothing is remembered: the value is found again among the field's values, so a resumed or replayed run finds it too.
/// Whole spans and events carry pseudonyms as well, so conditions on whole traces meet pseudonyms only.
struct MaskedSpanSource: SpanSource {
    let source: any SpanSource
    let redactor: Redactor

    var backend: String { source.backend }

    func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        var query = query
        query.filter = try await plain(query.filter, query.dataset, query.range)
        var table = try await source.run(query)
        let masked = Set(
            query.groups.compactMap(name) + query.aggregates.compactMap(name))
        for index in table.columns.indices {
            guard let kind = masked.first(where: { $0.column == table.columns[index].name })?.kind else { continue }
            let values = table.columns[index].values
            table.columns[index].values = .strings(
                (0..<values.count).map { row in values.text(at: row).map { redactor.masked($0, as: kind) } })
        }
        return table
    }

    func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        var batch = try await source.spans(plain(selection, .spans))
        batch.attributes = batch.attributes.map(masked)
        return batch
    }

    func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        var batch = try await source.events(plain(selection, .events))
        batch.attributes = batch.attributes.map(masked)
        return batch
    }

    func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch {
        var batch = try await source.trace(id)
        batch.spans.attributes = batch.spans.attributes.map(masked)
        batch.events.attributes = batch.events.attributes.map(masked)
        return batch
    }

    func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary] {
        var request = request
        request.filter = try await plain(request.filter, request.dataset, request.range)
        return try await source.fields(request).map { field in
            guard let kind = Redactor.kind(ofValuesNamed: field.name.key) else { return field }
            var field = field
            for index in field.frequent.indices {
                field.frequent[index].value = masked(field.frequent[index].value, kind)
            }
            return field
        }
    }

    func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts {
        var request = request
        request.selection.filter = try await plain(request.selection.filter, request.dataset, request.selection.range)
        request.baseline.filter = try await plain(request.baseline.filter, request.dataset, request.baseline.range)
        var counts = try await source.compare(request)
        for index in counts.attributes.indices {
            guard let kind = Redactor.kind(ofValuesNamed: counts.attributes[index].field.description) else { continue }
            for value in counts.attributes[index].values.indices {
                counts.attributes[index].values[value].value = masked(
                    counts.attributes[index].values[value].value, kind)
            }
        }
        return counts
    }

    func coverage() async throws(SpanSourceError) -> TimeRange? { try await source.coverage() }

    private struct MaskedColumn: Hashable {
        var column: String
        var kind: String
    }

    private func name(_ field: Field, _ column: String) -> MaskedColumn? {
        Redactor.kind(ofValuesNamed: field.description).map { MaskedColumn(column: column, kind: $0) }
    }

    private func name(_ group: Grouping) -> MaskedColumn? {
        switch group {
        case .field(let field), .logarithm(let field, _): name(field, group.column)
        case .time: nil
        }
    }

    /// Over one row, a sum or a mean is the row's value.
    private func name(_ aggregate: Aggregate) -> MaskedColumn? {
        switch aggregate {
        case .first(let field), .minimum(let field), .maximum(let field), .sum(let field), .average(let field),
            .quantile(let field, _):
            name(field, aggregate.column)
        case .count, .countWhere, .share, .distinct: nil
        }
    }

    private func masked(_ column: AttributeColumn) -> AttributeColumn {
        guard let kind = Redactor.kind(ofValuesNamed: column.name.key) else { return column }
        if case .booleans = column.values { return column }
        var column = column
        column.values = .strings(
            StringColumn((0..<column.values.count).map { redactor.masked("\(column.values[$0])", as: kind) }))
        return column
    }

    private func masked(_ value: AttributeValue, _ kind: String) -> AttributeValue {
        if case .boolean = value { return value }
        return .string(redactor.masked("\(value)", as: kind))
    }
}
