import SpanSources

/// Computes one aggregate for all groups of a query; called once per group of rows, never per row.
protocol Accumulator: Sendable {
    /// Takes rows in.
    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError)

    /// Takes another worker's results in; `map` gives this worker's number of each of the other's groups.
    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) throws(SpanSourceError)

    /// One cell per group; several columns only where several aggregates share the work.
    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues]
}

extension Array {
    /// Makes room for `count` elements.
    mutating func extend(to count: Int, with element: Element) {
        if self.count < count { append(contentsOf: repeatElement(element, count: count - self.count)) }
    }
}
