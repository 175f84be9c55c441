import SpanSources

extension QueryWorker {
    /// Once all shares are merged: whether some aggregates need a second look at the rows.
    mutating func prepareSecondLook() -> Bool {
        var isNeeded = false
        for index in accumulators.indices {
            guard var quantiles = accumulators[index] as? QuantileAccumulator else { continue }
            if quantiles.prepareSecondLook(groupCount: groups.count) { isNeeded = true }
            accumulators[index] = quantiles
        }
        return isNeeded
    }

    /// What a worker's second look finds, for each aggregate that needs one.
    func secondLook(worker: Int) throws(SpanSourceError) -> [Int: QuantileCandidates] {
        var found: [Int: QuantileCandidates] = [:]
        for (index, accumulator) in accumulators.enumerated() {
            guard let quantiles = accumulator as? QuantileAccumulator else { continue }
            try QueryEngine.checkCancellation()
            found[index] = try quantiles.secondLook(worker: worker)
        }
        return found
    }

    /// Takes what a worker's second look has found.
    mutating func take(_ found: [Int: QuantileCandidates]) {
        for (index, candidates) in found {
            guard var quantiles = accumulators[index] as? QuantileAccumulator else { continue }
            quantiles.take(candidates)
            accumulators[index] = quantiles
        }
    }
}
