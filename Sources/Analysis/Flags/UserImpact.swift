public import SpanSources
import Telemetry

/// How many people and customers a failure met, and of which sort; identifiers leave the store only masked.
public struct UserImpact: Hashable, Sendable, Codable {
    /// Distinct values of the first identifying attribute that occurs; nil where spans name nobody.
    public var usersAffected: Int?
    public var usersSeen: Int?
    public var tenantsAffected: Int?
    public var tenantsSeen: Int?
    /// How the affected are spread.
    public var segments: [Segment]
    /// Those it met most often, under pseudonyms.
    public var mostAffected: [Subject]
    /// The attribute that users were counted by, and the one for tenants.
    public var userField: String?
    public var tenantField: String?

    /// Who met it, in one sentence; nil where spans name nobody and nothing about them.
    public var sentence: String? {
        var parts: [String] = []
        if let usersAffected, let usersSeen { parts.append("\(usersAffected) of \(usersSeen) users") }
        if let tenantsAffected, let tenantsSeen { parts.append("\(tenantsAffected) of \(tenantsSeen) tenants") }
        var text = parts.isEmpty ? "" : parts.joined(separator: " and ") + " met it"
        let sorts = segments.prefix(3)
        if !sorts.isEmpty {
            text += text.isEmpty ? "It met " : ", most often "
            text += sorts.map { "\($0.field) = \($0.value) (\(Int($0.failures)) of \(Int($0.spans)) spans)" }
                .joined(separator: ", ")
        }
        if !mostAffected.isEmpty {
            text +=
                "; hit most: "
                + mostAffected.prefix(3).map { "\($0.name) (\(Int($0.failures)))" }.joined(separator: ", ")
        }
        return text.isEmpty ? nil : text + "."
    }

    /// A plan, region or device and its share.
    public struct Segment: Hashable, Sendable, Codable {
        public var field: String
        public var value: String
        public var failures: Double
        public var spans: Double
    }

    /// A person or customer by the pseudonym that the reader was given.
    public struct Subject: Hashable, Sendable, Codable {
        public var name: String
        public var failures: Double
    }

    private enum CodingKeys: String, CodingKey {
        case segments
        case usersAffected = "users_affected"
        case usersSeen = "users_seen"
        case tenantsAffected = "tenants_affected"
        case tenantsSeen = "tenants_seen"
        case mostAffected = "most_affected"
        case userField = "user_field"
        case tenantField = "tenant_field"
    }

    /// Whether spans name nobody and nothing about them.
    public var isEmpty: Bool { usersSeen == nil && tenantsSeen == nil && segments.isEmpty }
}

/// Counts impact on a span source that is handed in.
public struct UserImpactReader: Sendable {
    let source: any SpanSource
    /// Gives an identifier (what it names, and itself) the name it may be shown under.
    let pseudonym: (@Sendable (String, String) -> String)?

    /// Attributes that name a person, a customer, and a sort of either; the first that occurs is used.
    static let userKeys = ["user.id", "enduser.id", "enduser.pseudo.id", "user.hash", "session.id"]
    static let tenantKeys = ["tenant.id", "customer.id", "organization.id", "account.id"]
    static let segmentKeys = [
        "user.plan", "plan", "customer.tier", "region", "cloud.region", "geo.country.iso_code", "device.type",
    ]

    /// Reads from a source.
    ///
    /// - Parameter pseudonym: how those hit most are named; nil names nobody.
    public init(_ source: any SpanSource, pseudonym: (@Sendable (String, String) -> String)? = nil) {
        self.source = source
        self.pseudonym = pseudonym
    }

    /// Counts whom the rows that meet `bad` met, among the rows of `rows`.
    public func impact(
        of bad: Predicate = FailedSpans.predicate, in rows: Comparison.RowSet
    ) async throws(SpanSourceError) -> UserImpact {
        let users = try await distinct(Self.userKeys, bad, rows)
        let tenants = try await distinct(Self.tenantKeys, bad, rows)
        var segments: [UserImpact.Segment] = []
        for key in Self.segmentKeys { segments += try await self.segments(key, bad, rows) }
        segments.sort { ($1.failures, $0.field, $0.value) < ($0.failures, $1.field, $1.value) }
        return UserImpact(
            usersAffected: users?.affected, usersSeen: users?.seen, tenantsAffected: tenants?.affected,
            tenantsSeen: tenants?.seen, segments: segments,
            mostAffected: try await mostAffected(
                tenants?.key ?? users?.key, tenants == nil ? "user" : "tenant", bad, rows),
            userField: users?.key, tenantField: tenants?.key)
    }

    private func mostAffected(
        _ key: String?, _ kind: String, _ bad: Predicate, _ rows: Comparison.RowSet
    ) async throws(SpanSourceError) -> [UserImpact.Subject] {
        guard let key, let pseudonym else { return [] }
        let field = Field.anyScope(key)
        let table = try await source.run(
            SpanQuery(
                range: rows.range, filter: rows.filter.and(bad).and(.exists(field)), groups: [.field(field)],
                aggregates: [.count], order: .init(column: "count"), limit: 3))
        return (0..<table.rowCount).compactMap { row in
            guard let name = table.text(field.description, row: row), let count = table.number("count", row: row) else {
                return nil
            }
            return UserImpact.Subject(name: pseudonym(kind, name), failures: count)
        }
    }

    private func distinct(
        _ keys: [String], _ bad: Predicate, _ rows: Comparison.RowSet
    ) async throws(SpanSourceError) -> (key: String, affected: Int, seen: Int)? {
        for key in keys {
            let field = Field.anyScope(key)
            let aggregate = Aggregate.distinct(field)
            func count(_ filter: Predicate) async throws(SpanSourceError) -> Int {
                let table = try await source.run(
                    SpanQuery(range: rows.range, filter: filter.and(.exists(field)), aggregates: [aggregate]))
                return Int(table.number(aggregate.column, row: 0) ?? 0)
            }
            let seen = try await count(rows.filter)
            if seen > 0 { return (key, try await count(rows.filter.and(bad)), seen) }
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
