/// Numbers of several slots, from which the number of a rank is found without sorting what it does not need.
struct OrderStatistics {
    private var starts: [Int]
    private var numbers: [Double]
    private var weights: [Float]?
    /// Numbers of a slot before this place are known to be none greater than those after it; -1 before any search,
    /// `Int.max` once a weighted slot is sorted.
    private var solved: [Int]

    /// - Parameter weights: How often each number counts; nil where each counts once.
    init(_ candidates: QuantileCandidates, slotCount: Int) {
        // Counting sort by slot, so that each slot's numbers lie together.
        var starts = [Int](repeating: 0, count: slotCount + 1)
        for slot in candidates.slots { starts[Int(slot) &+ 1] &+= 1 }
        for slot in 0..<slotCount { starts[slot + 1] += starts[slot] }
        var next = starts
        var numbers = [Double](repeating: 0, count: candidates.numbers.count)
        var weights = candidates.weights
        for position in candidates.numbers.indices {
            let slot = Int(candidates.slots[position])
            numbers[next[slot]] = candidates.numbers[position]
            if let weight = candidates.weights?[position] { weights?[next[slot]] = weight }
            next[slot] &+= 1
        }
        self.starts = starts
        self.numbers = numbers
        self.weights = weights
        solved = [Int](repeating: -1, count: slotCount)
    }

    /// The weight of a slot.
    func total(_ slot: Int) -> Double {
        let range = starts[slot]..<starts[slot + 1]
        return weights?[range].reduce(0) { $0 + Double($1) } ?? Double(range.count)
    }

    /// The number at which the weights of a slot, added up in ascending order, first pass the rank.
    ///
    /// Ranks of one slot are asked for in ascending order, but that after a rank and its successor that rank may
    /// follow again.
    mutating func number(_ slot: Int, rank: Double) -> Double {
        let range = starts[slot]..<starts[slot + 1]
        guard !range.isEmpty else { return .nan }
        if weights != nil { return weighted(slot, range, rank) }
        let place = min(max(0, Int(rank)), range.count - 1)
        // A search that starts at a solved place leaves that place as it was, so solved places can be read again.
        guard place > solved[slot] else { return numbers[range.lowerBound + place] }
        let start = max(0, solved[slot])
        solved[slot] = place
        return numbers.withUnsafeMutableBufferPointer {
            Self.select(place, UnsafeMutableBufferPointer(rebasing: $0[range]), from: start)
        }
    }

    private mutating func weighted(_ slot: Int, _ range: Range<Int>, _ rank: Double) -> Double {
        if solved[slot] != .max {
            let order = range.sorted { numbers[$0] < numbers[$1] }
            let (sortedNumbers, sortedWeights) = (order.map { numbers[$0] }, order.map { weights?[$0] ?? 1 })
            numbers.replaceSubrange(range, with: sortedNumbers)
            weights?.replaceSubrange(range, with: sortedWeights)
            solved[slot] = .max
        }
        var passed = 0.0
        for index in range {
            passed += Double(weights?[index] ?? 1)
            if passed > rank { return numbers[index] }
        }
        return numbers[range.upperBound - 1]
    }

    /// Quickselect: the number of a place, with smaller ones before it and greater ones after.
    private static func select(_ place: Int, _ values: UnsafeMutableBufferPointer<Double>, from start: Int) -> Double {
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
            if place <= right {
                high = right
            } else if place >= left {
                low = left
            } else {
                break
            }
        }
        return values[place]
    }

    private static func median(_ first: Double, _ second: Double, _ third: Double) -> Double {
        max(min(first, second), min(max(first, second), third))
    }
}
