import SpanSources
import Telemetry
import ToolKit

extension MaskedSpanSource {
    /// More distinct values of a field than this are not searched.
    private static let mostValues = 200_000

    /// The selection with values in place of pseudonyms.
    func plain(_ selection: RowSelection, _ dataset: Dataset) async throws(SpanSourceError) -> RowSelection {
        var selection = selection
        selection.filter = try await plain(selection.filter, dataset, selection.range)
        return selection
    }

    /// The filter with values in place of pseudonyms.
    ///
    /// - Throws: `invalidQuery` for a pseudonym behind which no value of the field stands.
    func plain(
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
