import SpanSources

/// Which spans have the relatives that a query asks for, found before its groups are scanned.
struct ResolvedRelatives: Sendable {
    /// A relative that meets a condition.
    struct Wanted: Hashable, Sendable {
        var relative: Predicate.Relative
        var condition: Predicate
    }

    private var rows: [Wanted: [ObjectIdentifier: Bitmap]] = [:]

    /// Keeps what was found; one bitmap per group.
    mutating func set(_ wanted: Wanted, _ groups: [RowGroup], _ bitmaps: [Bitmap]) {
        rows[wanted] = Dictionary(uniqueKeysWithValues: zip(groups.map { ObjectIdentifier($0) }, bitmaps))
    }

    /// The spans of a group that have the relative; none where the group was not asked about.
    func rows(_ wanted: Wanted, _ group: RowGroup) -> Bitmap {
        rows[wanted]?[ObjectIdentifier(group)] ?? Bitmap(count: group.rowCount, filled: false)
    }
}

extension Predicate {
    /// The relatives a condition asks for, without those that the relatives' own conditions ask for.
    var relatives: [ResolvedRelatives.Wanted] {
        switch self {
        case .all, .compare, .isIn, .matches, .exists: []
        case .and(let parts), .or(let parts): parts.flatMap(\.relatives)
        case .not(let part): part.relatives
        case .hasRelative(let relative, let condition): [.init(relative: relative, condition: condition)]
        }
    }
}

extension SpanQuery {
    /// Every condition of the query.
    var conditions: [Predicate] {
        aggregates.reduce(into: [filter]) { conditions, aggregate in
            switch aggregate {
            case .countWhere(let condition, _), .share(let condition, _): conditions.append(condition)
            default: break
            }
        }
    }
}
