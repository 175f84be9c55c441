import SpanSources
import Telemetry

extension EnvironmentScope {
    /// The spans that a deploy is measured on: those of its environment, as the spans themselves name it.
    ///
    /// A pipeline's `prod` and the spans' `production` are the same. A deploy that names none is taken for production
    /// where there is one, else for the environment with the most spans; nil where the service sent no spans of it.
    static func ofDeploy(
        service: String, environment: String?, in range: TimeRange, _ source: any SpanSource
    ) async throws(SpanSourceError) -> EnvironmentScope? {
        let table = try await source.run(
            SpanQuery(
                range: range, filter: .service(service), groups: [.field(field)], aggregates: [.count],
                order: .init(column: "count"), limit: 100))
        let names = (0..<table.rowCount).map { table.text(field.description, row: $0) }
        let named = names.compactMap(\.self)
        let wanted = environment.map(EnvironmentName.canonical)
        if let match = named.first(where: { EnvironmentName.canonical($0) == wanted ?? "production" }) {
            return .named(match)
        }
        // Spans that name no environment may be of the one that was told.
        if names == [nil] { return .all }
        if names.contains(nil) { return .unnamed }
        return wanted == nil ? named.first.map { .named($0) } : nil
    }
}
