public import SpanSources
import Telemetry

/// Whether promised spans and attributes arrived in a span source.
public struct PromiseCheck: Sendable {
    /// One promise and how many rows kept it.
    public struct Kept: Hashable, Sendable {
        /// `span` or `attribute`.
        public var kind: String
        public var name: String
        public var rows: Int

        /// Whether anything arrived.
        public var isKept: Bool { rows > 0 }
    }

    /// In the order of the promises, spans first.
    public var promises: [Kept]
    /// Spans that arrived at all.
    public var spans: Int
    /// Names of those, most frequent first.
    public var names: [String]

    /// Whether every promise was kept.
    public var isKept: Bool { promises.allSatisfy(\.isKept) }

    /// Looks everything up.
    public init(_ promises: PatchPromises, in source: any SpanSource) async throws(SpanSourceError) {
        self.promises = []
        guard let range = try await source.coverage() else {
            self.promises =
                promises.spans.map { Kept(kind: "span", name: $0, rows: 0) }
                + promises.attributes.map { Kept(kind: "attribute", name: $0, rows: 0) }
            (spans, names) = (0, [])
            return
        }
        let table = try await source.run(
            SpanQuery(
                range: range, groups: [.field(.intrinsic(.name))], aggregates: [.count],
                order: .init(column: "count"), limit: 1000))
        let counts = (0..<table.rowCount).map { row in
            (table.text("name", row: row) ?? "", Int(table.number("count", row: row) ?? 0))
        }
        names = counts.map(\.0)
        spans = counts.reduce(0) { $0 + $1.1 }
        for name in promises.spans {
            self.promises.append(
                Kept(kind: "span", name: name, rows: counts.reduce(0) { $0 + ($1.0 == name ? $1.1 : 0) }))
        }
        for key in promises.attributes {
            var rows = 0
            for dataset in [Dataset.spans, .events] {
                let found = try await source.run(
                    SpanQuery(
                        dataset: dataset, range: range, filter: .exists(.anyScope(key)), aggregates: [.count]))
                rows += Int(found.number("count", row: 0) ?? 0)
            }
            self.promises.append(Kept(kind: "attribute", name: key, rows: rows))
        }
    }
}
