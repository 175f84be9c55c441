public import SpanSources
import Telemetry

/// The arguments of a span query as a tool call carries them; they become the same plan as TraceQL does.
public struct SpanQueryArguments: Hashable, Sendable, Decodable {
    /// `spans` (the default) or `events`.
    public var dataset: Dataset?
    /// Conditions that all hold.
    public var filter: [FilterArgument]?
    /// A TraceQL spanset filter, with or without braces; holds as well.
    public var `where`: String?
    public var groupBy: [String]?
    public var aggregates: [String]?
    /// Only groups without a row in the window before this time.
    public var newSince: String?
    /// An output column or an aggregate; the first aggregate where there is none.
    public var orderBy: String?
    /// `desc` (the default) or `asc`.
    public var order: String?
    public var limit: Int?
    public var from: String?
    public var to: String?

    enum CodingKeys: String, CodingKey {
        case dataset, filter, `where`, aggregates, order, limit, from, to
        case groupBy = "group_by"
        case newSince = "new_since"
        case orderBy = "order_by"
    }

    /// Makes arguments.
    public init(
        dataset: Dataset? = nil, filter: [FilterArgument]? = nil, where text: String? = nil,
        groupBy: [String]? = nil, aggregates: [String]? = nil, newSince: String? = nil, orderBy: String? = nil,
        order: String? = nil, limit: Int? = nil, from: String? = nil, to: String? = nil
    ) {
        self.dataset = dataset
        self.filter = filter
        self.where = text
        self.groupBy = groupBy
        self.aggregates = aggregates
        self.newSince = newSince
        self.orderBy = orderBy
        self.order = order
        self.limit = limit
        self.from = from
        self.to = to
    }

    /// The most groups one call gives.
    public static let largestLimit = 1000

    /// The plan these arguments stand for.
    ///
    /// - Throws: `TraceQLError` with code `argument` (or, for `where`, what TraceQL says) naming what is wrong.
    public func plan(in scope: QueryScope) throws(TraceQLError) -> SpanQueryPlan {
        let dataset = dataset ?? .spans
        let range = try scope.range(from: from, to: to)
        var groups: [Grouping] = []
        for text in groupBy ?? [] { groups.append(try GroupingArgument.parse(text)) }
        var outputs: [AggregateArgument] = []
        for text in aggregates ?? ["count"] {
            let output = try AggregateArgument.parse(text, dataset: dataset)
            if !outputs.contains(output) { outputs.append(output) }
        }
        if outputs.isEmpty { outputs = [.plain(.count)] }
        return SpanQueryPlan(
            dataset: dataset, range: range, filter: try predicate(in: scope), groups: groups, outputs: outputs,
            newSince: try noveltyTime(groups, range, scope),
            order: try ordering(groups: groups, outputs: outputs, dataset),
            limit: min(max(limit ?? 50, 1), Self.largestLimit))
    }

    /// Everything a row has to meet.
    ///
    /// - Throws: `TraceQLError` as `plan(in:)` does.
    public func predicate(in scope: QueryScope) throws(TraceQLError) -> Predicate {
        var predicate = scope.environment.filter
        for condition in filter ?? [] { predicate = predicate.and(try condition.predicate()) }
        if let text = self.where { predicate = predicate.and(try TraceQL.predicate(text)) }
        return predicate
    }

    /// - Throws: `TraceQLError` where the time leaves no rows on one of its sides, or there are no groups to be new.
    private func noveltyTime(
        _ groups: [Grouping], _ range: TimeRange, _ scope: QueryScope
    ) throws(TraceQLError) -> Timestamp? {
        guard let newSince else { return nil }
        let time = try scope.time(newSince, "new_since")
        guard !groups.isEmpty else {
            throw TraceQLError(
                .argument, "'new_since' takes groups that can be new",
                hint: "add group_by, such as [\"statusMessage\"] or [\"user.id\"]")
        }
        guard range.start < time, time < range.end else {
            throw TraceQLError(
                .argument, "'new_since' \(time) does not lie inside the window \(range)",
                hint: "widen the window with 'from', so that it also holds what was there before")
        }
        return time
    }

    private func ordering(
        groups: [Grouping], outputs: [AggregateArgument], _ dataset: Dataset
    ) throws(TraceQLError) -> SpanQuery.Order? {
        let columns = groups.map(\.column) + outputs.map(\.column)
        guard let orderBy else {
            let isSeries = groups.contains { if case .field = $0 { false } else { true } }
            return isSeries ? nil : outputs.first.map { SpanQuery.Order(column: $0.column) }
        }
        let asAggregate = try? AggregateArgument.parse(orderBy, dataset: dataset).column
        let asGroup = try? GroupingArgument.parse(orderBy).column
        guard let column = [orderBy, asGroup, asAggregate].compactMap({ $0 }).first(where: columns.contains) else {
            throw TraceQLError(
                .argument, "'\(orderBy)' is not a column of the answer",
                hint: "order by one of \(columns.joined(separator: ", "))")
        }
        return SpanQuery.Order(column: column, descending: order != "asc")
    }
}
