import Telemetry

/// Combines the spans of two sides by where they stand in their trace.
struct StructuralJoin {
    let forest: TraceForest

    /// The rows an operator leaves of both sides.
    func rows(_ operation: SpansetOperator, _ left: Set<Int>, _ right: Set<Int>) -> Set<Int> {
        switch operation.kind {
        case .and: return left.isEmpty || right.isEmpty ? [] : left.union(right)
        case .or: return left.union(right)
        case .structural(let relation, let form):
            let related = right.intersection(partners(of: left, relation))
            switch form {
            case .plain: return related
            case .negated: return right.subtracting(related)
            case .union: return related.union(left.intersection(partners(of: right, relation.mirrored)))
            }
        }
    }

    /// The spans that stand in a relation to one of some others: are its child, its descendant ...
    private func partners(of others: Set<Int>, _ relation: SpansetOperator.Relation) -> Set<Int> {
        switch relation {
        case .child: return Set(others.flatMap { forest.children[$0] })
        case .descendant: return reached(from: others) { Array(forest.children[$0]) }
        case .parent: return Set(others.compactMap { forest.parent(of: $0) })
        case .ancestor: return reached(from: others) { forest.parent(of: $0).map { [$0] } ?? [] }
        case .sibling:
            var siblings: Set<Int> = []
            for row in others {
                guard let parent = forest.parent(of: row) else { continue }
                siblings.formUnion(forest.children[parent].lazy.filter { $0 != row })
            }
            return siblings
        }
    }

    /// What any number of steps reaches.
    private func reached(from others: Set<Int>, _ step: (Int) -> [Int]) -> Set<Int> {
        var reached: Set<Int> = []
        var waiting = Array(others)
        while let row = waiting.popLast() {
            for next in step(row) where reached.insert(next).inserted { waiting.append(next) }
        }
        return reached
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
