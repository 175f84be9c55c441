/// Exact quantiles of many groups at once: Hyndman-Fan type 7.
enum ExactQuantile {
    /// For each quantile one cell per group; nil where a group has no values.
    static func perGroup(
        _ quantiles: [Double], _ groups: [UInt32], _ numbers: [Double], _ weights: [Float]?, groupCount: Int
    ) -> [[Double?]] {
        // Counting sort by group, so that each group's values lie together.
        var starts = [Int](repeating: 0, count: groupCount + 1)
        for group in groups { starts[Int(group) &+ 1] &+= 1 }
        for group in 0..<groupCount { starts[group + 1] += starts[group] }
        var next = starts
        var sorted = [Double](repeating: 0, count: numbers.count)
        var sortedWeights = weights.map { _ in [Float](repeating: 1, count: numbers.count) }
        for position in 0..<numbers.count {
            let group = Int(groups[position])
            sorted[next[group]] = numbers[position]
            if weights != nil { sortedWeights?[next[group]] = weights?[position] ?? 1 }
            next[group] &+= 1
        }
        // Ascending, so that each search starts where the one before it has split the values.
        let order = quantiles.indices.sorted { quantiles[$0] < quantiles[$1] }
        var cells = quantiles.map { _ in [Double?](repeating: nil, count: groupCount) }
        for group in 0..<groupCount {
            let range = starts[group]..<starts[group + 1]
            guard !range.isEmpty else { continue }
            var solved = 0
            for index in order {
                if let sortedWeights {
                    cells[index][group] = weighted(
                        quantiles[index], Array(sorted[range]), Array(sortedWeights[range]))
                } else {
                    cells[index][group] = sorted.withUnsafeMutableBufferPointer {
                        quantile(quantiles[index], UnsafeMutableBufferPointer(rebasing: $0[range]), from: &solved)
                    }
                }
            }
        }
        return cells
    }

    /// The quantile of values, which it reorders.
    ///
    /// - Parameter solved: Values before this place are known to be none greater than those after it.
    static func quantile(
        _ q: Double, _ values: UnsafeMutableBufferPointer<Double>, from solved: inout Int
    ) -> Double {
        let position = q * Double(values.count - 1)
        let rank = min(max(0, Int(position)), values.count - 1)
        let low = select(rank, values, from: solved)
        solved = rank
        guard rank + 1 < values.count, position > Double(rank) else { return low }
        var high = Double.infinity
        for index in (rank + 1)..<values.count where values[index] < high { high = values[index] }
        return low + (high - low) * (position - Double(rank))
    }

    /// The quantile of weighted values: type 7 over each value repeated as often as its weight says.
    static func weighted(_ q: Double, _ values: [Double], _ weights: [Float]) -> Double {
        let order = values.indices.sorted { values[$0] < values[$1] }
        let total = weights.reduce(0) { $0 + Double($1) }
        let position = q * max(0, total - 1)
        let low = value(at: position.rounded(.down), order, values, weights)
        let high = value(at: position.rounded(.down) + 1, order, values, weights)
        return low + (high - low) * (position - position.rounded(.down))
    }

    private static func value(at rank: Double, _ order: [Int], _ values: [Double], _ weights: [Float]) -> Double {
        var passed = 0.0
        for index in order {
            passed += Double(weights[index])
            if passed > rank { return values[index] }
        }
        return values[order[order.count - 1]]
    }

    /// Quickselect: the value of a rank, with smaller ones before it and greater ones after.
    private static func select(_ rank: Int, _ values: UnsafeMutableBufferPointer<Double>, from start: Int) -> Double {
        var low = start
        var high = values.count - 1
        while low < high {
            let pivot = median(values[low], values[(low + high) / 2], values[high])
            var left = low
            var right = high
            while left <= right {
                while values[left] < pivot { left &+= 1 }
                while values[right] > pivot { right &-= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left &+= 1
                    right &-= 1
                }
            }
            if rank <= right {
                high = right
            } else if rank >= left {
                low = left
            } else {
                break
            }
        }
        return values[rank]
    }

    private static func median(_ first: Double, _ second: Double, _ third: Double) -> Double {
        max(min(first, second), min(max(first, second), third))
    }
}
