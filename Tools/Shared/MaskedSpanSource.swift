import SpanSources
import Telemetry
import ToolKit

/// Spans as tools read them for a model: values of fields with telling names (`user.id`) come out as pseudonyms, and a
/// pseudonym in a filter finds the rows of the value behind it.
///
/// Nothing is remembered: the value is found again among the field's values, so a resumed or replayed run finds it too.
struct MaskedSpanSource: SpanSource {
    let source: any SpanSource
    let redactor: Redactor

    /// More distinct values of a field than this are not searched.
    private static let mostValues = 200_000

    var backend: String { source.backend }

    func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable {
        var query = query
        query.filter = try await plain(query.filter, query.dataset, query.range)
        var table = try await source.run(query)
        let masked = Set(
            query.groups.compactMap { group in
                if case .field(let field) = group { name(field, group.column) } else { nil }
            }
                + query.aggregates.compactMap(name))
        for index in table.columns.indices {
            guard let kind = masked.first(where: { $0.column == table.columns[index].name })?.kind else { continue }
            let values = table.columns[index].values
            table.columns[index].values = .strings(
                (0..<values.count).map { row in values.text(at: row).map { redactor.masked($0, as: kind) } })
        }
        return table
    }

    func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch {
        try await source.spans(plain(selection, .spans))
    }

    func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch {
        try await source.events(plain(selection, .events))
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

    private func name(_ aggregate: Aggregate) -> MaskedColumn? {
        switch aggregate {
        case .first(let field), .minimum(let field), .maximum(let field): name(field, aggregate.column)
        case .count, .countWhere, .share, .sum, .average, .quantile, .distinct: nil
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

extension MaskedSpanSource {
    private func plain(_ selection: RowSelection, _ dataset: Dataset) async throws(SpanSourceError) -> RowSelection {
        var selection = selection
        selection.filter = try await plain(selection.filter, dataset, selection.range)
        return selection
    }

    /// The filter with values in place of pseudonyms.
    ///
    /// - Throws: `invalidQuery` for a pseudonym behind which no value of the field stands.
    private func plain(
        _ filter: Predicate, _ dataset: Dataset, _ range: TimeRange
    ) async throws(SpanSourceError) -> Predicate {
        switch filter {
        case .compare(let field, let comparator, .string(let text)) where Redactor.isPseudonym(text):
            return .compare(field, comparator, try await value(behind: text, field, dataset, range))
        case .isIn(let field, let values):
            var plain: [AttributeValue] = []
            for value in values {
                if case .string(let text) = value, Redactor.isPseudonym(text) {
                    plain.append(try await self.value(behind: text, field, dataset, range))
                } else {
                    plain.append(value)
                }
            }
            return .isIn(field, plain)
        case .and(let parts): return .and(try await plain(parts, dataset, range))
        case .or(let parts): return .or(try await plain(parts, dataset, range))
        case .not(let part): return .not(try await plain(part, dataset, range))
        case .hasRelative(let relative, let part): return .hasRelative(relative, try await plain(part, dataset, range))
        case .all, .compare, .matches, .exists: return filter
        }
    }

    private func plain(
        _ parts: [Predicate], _ dataset: Dataset, _ range: TimeRange
    ) async throws(SpanSourceError) -> [Predicate] {
        var plain: [Predicate] = []
        for part in parts { plain.append(try await self.plain(part, dataset, range)) }
        return plain
    }

    private func value(
        behind pseudonym: String, _ field: Field, _ dataset: Dataset, _ range: TimeRange
    ) async throws(SpanSourceError) -> AttributeValue {
        let table = try await source.run(
            SpanQuery(
                dataset: dataset, range: range, filter: .exists(field), groups: [.field(field)], aggregates: [.count],
                limit: Self.mostValues))
        guard let values = table.columns.first?.values else { throw Self.unknown(pseudonym, field) }
        for row in 0..<values.count {
            guard let text = values.text(at: row), redactor.isPseudonym(pseudonym, of: text) else { continue }
            switch values {
            case .integers(let cells): return cells[row].map(AttributeValue.integer) ?? .string(text)
            case .doubles(let cells): return cells[row].map(AttributeValue.double) ?? .string(text)
            case .strings, .booleans: return .string(text)
            }
        }
        throw Self.unknown(pseudonym, field)
    }

    private static func unknown(_ pseudonym: String, _ field: Field) -> SpanSourceError {
        SpanSourceError(
            .invalidQuery, "no value of \(field) in this window has the pseudonym \(pseudonym)",
            hint: "pseudonyms stand for whole values; filter the field they came from")
    }
}
