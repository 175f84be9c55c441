/// Combines the spans of two sides by where they stand in their trace.
struct StructuralJoin {
    let tree: TraceTree

    /// The rows an operator leaves of both sides.
    func rows(_ operation: SpansetOperator, _ left: Set<Int>, _ right: Set<Int>) -> Set<Int> {
        switch operation.kind {
        case .and: return left.isEmpty || right.isEmpty ? [] : left.union(right)
        case .or: return left.union(right)
        case .structural(let relation, let form):
            let related = right.filter { hasPartner($0, in: left, relation) }
            switch form {
            case .plain: return related
            case .negated: return right.subtracting(related)
            case .union:
                return related.union(left.filter { hasPartner($0, in: right, relation.mirrored) })
            }
        }
    }

    /// Whether a span stands in a relation to one of some others: is its child, its descendant ...
    private func hasPartner(_ row: Int, in others: Set<Int>, _ relation: SpansetOperator.Relation) -> Bool {
        switch relation {
        case .child: return tree.parents[row].map(others.contains) ?? false
        case .descendant:
            var ancestor = tree.parents[row]
            while let row = ancestor {
                if others.contains(row) { return true }
                ancestor = tree.parents[row]
            }
            return false
        case .parent: return tree.children[row].contains(where: others.contains)
        case .ancestor: return others.contains { tree.isAncestor(row, of: $0) }
        case .sibling:
            guard let parent = tree.parents[row] else { return false }
            return tree.children[parent].contains { $0 != row && others.contains($0) }
        }
    }
}

extension SpansetOperator.Relation {
    /// The same relation seen from the other span.
    var mirrored: SpansetOperator.Relation {
        switch self {
        case .child: .parent
        case .descendant: .ancestor
        case .parent: .child
        case .ancestor: .descendant
        case .sibling: .sibling
        }
    }
}
