import SpanSources
import Telemetry
import ToolKit

/// What the filtered fields do hold, for answers that found nothing.
struct KnownValues {
    let source: any SpanSource

    /// A sentence per field of the filter, at most three: `known values of service: cart (812), web (90)`.
    func sentences(for filter: Predicate, in dataset: Dataset, _ range: TimeRange) async -> [String] {
        var sentences: [String] = []
        for field in Self.fields(of: filter).prefix(3) {
            let query = SpanQuery(
                dataset: dataset, range: range, filter: .exists(field), groups: [.field(field)],
                aggregates: [.count], order: .init(column: "count"), limit: 8)
            guard let table = try? await source.run(query) else { continue }
            let values = (0..<table.rowCount).compactMap { row in
                table.text(field.description, row: row).map { "\($0) (\(Int(table.number("count", row: row) ?? 0)))" }
            }
            sentences.append(
                values.isEmpty
                    ? AbsentField.sentence("\(field)")
                    : "known values of \(field): \(values.joined(separator: ", "))")
        }
        return sentences
    }

    /// The fields a filter names, in order, each once; identifiers and measures have no telling values.
    static func fields(of filter: Predicate) -> [Field] {
        var found: [Field] = []
        func visit(_ predicate: Predicate) {
            switch predicate {
            case .all: break
            case .compare(let field, _, _), .isIn(let field, _), .matches(let field, _), .exists(let field):
                if !found.contains(field), !untelling.contains(field) { found.append(field) }
            case .and(let all), .or(let all): all.forEach(visit)
            case .not(let inner), .hasRelative(_, let inner): visit(inner)
            }
        }
        visit(filter)
        return found
    }

    private static let untelling: Set<Field> = [
        .intrinsic(.duration), .intrinsic(.time), .intrinsic(.traceID), .intrinsic(.spanID), .intrinsic(.parentID),
        .intrinsic(.body),
    ]
}
