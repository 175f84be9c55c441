import Expectations
import SpanSources
import Telemetry
import ToolKit

/// Tries expectations on spans of the past.
struct ExpectationTrial {
    let source: any SpanSource
    let range: TimeRange
    let environment: String?

    /// A table of the answers, and a line for each expectation that met no span.
    func text(_ expectations: [Expectation]) async throws -> String {
        let filter = EnvironmentScope(environment).filter
        let check = ExpectationCheck(
            source, after: .init(range: range, filter: filter),
            before: .init(range: TimeRange(last: range.duration, before: range.start), filter: filter))
        var table = TextTable(headers: ["VERDICT", "SPANS", "EXPECTATION", "MEASURED"])
        var notes: [String] = []
        for expectation in expectations {
            let outcome = try await check.check(expectation)
            let interval = outcome.intervalWords.isEmpty ? "" : " (\(outcome.intervalWords))"
            table.add([
                outcome.verdict.rawValue, "\(outcome.sampleSize)", expectation.text, outcome.explanation + interval,
            ])
            if outcome.sampleSize == 0, let note = try await note(expectation, filter) { notes.append(note) }
        }
        return table.text + (notes.isEmpty ? "" : "\n" + notes.map { $0 + "\n" }.joined())
    }

    /// What may be misspelt: the service, or the operation.
    private func note(_ expectation: Expectation, _ filter: Predicate) async throws -> String? {
        let services = try await values(.intrinsic(.service), filter)
        guard services.contains(expectation.service) else {
            return "\(expectation.origin): no spans of service '\(expectation.service)'"
                + hint(expectation.service, services)
        }
        guard let operation = expectation.operation else { return nil }
        let names = try await values(.intrinsic(.name), filter.and(.service(expectation.service)))
        if names.contains(operation) {
            return expectation.conditions.isEmpty
                ? nil : "\(expectation.origin): no spans of '\(operation)' meet its conditions"
        }
        return "\(expectation.origin): no spans of '\(operation)'" + hint(operation, names)
    }

    private func hint(_ word: String, _ known: [String]) -> String {
        NearestName.of(word, in: known).map { "; did you mean '\($0)'?" }
            ?? (known.isEmpty ? "" : "; there are \(known.prefix(8).joined(separator: ", "))")
    }

    private func values(_ field: Field, _ filter: Predicate) async throws -> [String] {
        let table = try await source.run(
            SpanQuery(
                range: range, filter: filter, groups: [.field(field)], aggregates: [.count],
                order: .init(column: "count"), limit: 200))
        return (0..<table.rowCount).compactMap { table.text(field.description, row: $0) }
    }
}
