public import SpanSources
import Telemetry

/// The spans a deploy is measured on: those of its environment, as the spans themselves name it.
public struct DeployScope: Hashable, Sendable {
    /// As the spans write it; nil where the service's spans name none.
    public var environment: String?
    public var filter: Predicate

    private static let field = Field.anyScope("deployment.environment.name")

    /// Spans of an environment; of none where it is nil.
    init(environment: String?) {
        self.environment = environment
        filter = environment.map { .compare(Self.field, .equal, .string($0)) } ?? .not(.exists(Self.field))
    }

    /// All spans.
    private init() { filter = .all }

    /// The scope of a deploy that named an environment, or did not.
    ///
    /// A pipeline's `prod` and the spans' `production` are the same. A deploy that names none is taken for production
    /// where there is one, else for the environment with the most spans; nil where the service sent no spans of it.
    static func of(
        service: String, environment: String?, in range: TimeRange, _ source: any SpanSource
    ) async throws(SpanSourceError) -> DeployScope? {
        let table = try await source.run(
            SpanQuery(
                range: range, filter: .service(service), groups: [.field(field)], aggregates: [.count],
                order: .init(column: "count"), limit: 100))
        let names = (0..<table.rowCount).map { table.text(field.description, row: $0) }
        let named = names.compactMap(\.self)
        let wanted = environment.map(EnvironmentName.canonical)
        if let match = named.first(where: { EnvironmentName.canonical($0) == wanted ?? "production" }) {
            return DeployScope(environment: match)
        }
        // Spans that name no environment may be of the one that was told.
        if names == [nil] { return DeployScope() }
        if names.contains(nil) { return DeployScope(environment: nil) }
        return wanted == nil ? named.first.map { DeployScope(environment: $0) } : nil
    }
}
