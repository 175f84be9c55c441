public import SpanSources
import Telemetry

/// How many people and customers a failure met, and of which sort; no identifier leaves the store.
public struct UserImpact: Hashable, Sendable {
    /// Distinct values of the first identifying attribute that occurs; nil where spans name nobody.
    public var usersAffected: Int?
    public var usersSeen: Int?
    public var tenantsAffected: Int?
    public var tenantsSeen: Int?
    /// How the affected are spread.
    public var segments: [Segment]

    /// A plan, region or device and its share.
    public struct Segment: Hashable, Sendable {
        public var field: String
        public var value: String
        public var failures: Double
        public var spans: Double
    }
}

/// Counts impact on a span source that is handed in.
public struct UserImpactReader: Sendable {
    let source: any SpanSource

    /// Attributes that name a person, a customer, and a sort of either; the first that occurs is used.
    static let userKeys = ["user.id", "enduser.id", "enduser.pseudo.id", "user.hash", "session.id"]
    static let tenantKeys = ["tenant.id", "customer.id", "organization.id", "account.id"]
    static let segmentKeys = [
        "user.plan", "plan", "customer.tier", "region", "cloud.region", "geo.country.iso_code", "device.type",
    ]

    /// Reads from a source.
    public init(_ source: any SpanSource) { self.source = source }

    /// Counts whom the rows that meet `bad` met, among the rows of `rows`.
    public func impact(
        of bad: Predicate = FailedSpans.predicate, in rows: Comparison.RowSet
    ) async throws(SpanSourceError) -> UserImpact {
        let users = try await distinct(Self.userKeys, bad, rows)
        let tenants = try await distinct(Self.tenantKeys, bad, rows)
        var segments: [UserImpact.Segment] = []
        for key in Self.segmentKeys { segments += try await self.segments(key, bad, rows) }
        return UserImpact(
            usersAffected: users?.affected, usersSeen: users?.seen, tenantsAffected: tenants?.affected,
            tenantsSeen: tenants?.seen, segments: segments)
    }

    private func distinct(
        _ keys: [String], _ bad: Predicate, _ rows: Comparison.RowSet
    ) async throws(SpanSourceError) -> (affected: Int, seen: Int)? {
        for key in keys {
            let field = Field.anyScope(key)
            let aggregate = Aggregate.distinct(field)
            func count(_ filter: Predicate) async throws(SpanSourceError) -> Int {
                let table = try await source.run(
                    SpanQuery(range: rows.range, filter: filter.and(.exists(field)), aggregates: [aggregate]))
                return Int(table.number(aggregate.column, row: 0) ?? 0)
            }
            let seen = try await count(rows.filter)
            if seen > 0 { return (try await count(rows.filter.and(bad)), seen) }
        }
        return nil
    }

    private func segments(
        _ key: String, _ bad: Predicate, _ rows: Comparison.RowSet
    ) async throws(SpanSourceError) -> [UserImpact.Segment] {
        let field = Field.anyScope(key)
        let table = try await source.run(
            SpanQuery(
                range: rows.range, filter: rows.filter.and(.exists(field)), groups: [.field(field)],
                aggregates: [.count, .countWhere(bad, named: "bad")], order: .init(column: "bad"), limit: 8))
        return (0..<table.rowCount).compactMap { row in
            guard let value = table.text(field.description, row: row), let failures = table.number("bad", row: row),
                failures > 0
            else { return nil }
            return UserImpact.Segment(
                field: key, value: value, failures: failures, spans: table.number("count", row: row) ?? 0)
        }
    }
}
