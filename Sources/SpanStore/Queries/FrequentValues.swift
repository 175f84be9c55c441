/// Picks the most frequent values of a field, in an order that depends on nothing but counts and values.
enum FrequentValues {
    /// What a value is ordered by, ascending: the counts upside down, then the rank.
    private struct Candidate {
        var counts: UInt64
        var rank: UInt64
        var number: Int

        static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
            (left.counts, left.rank, left.number) < (right.counts, right.rank, right.number)
        }
    }

    /// Numbers (counted from 1) of the values with most rows in the selection, then in the baseline.
    ///
    /// Counts of 2^32 and more, which only adjusted counts reach, are equally frequent.
    static func numbers<Count: FixedWidthInteger>(
        _ selection: [Count], _ baseline: [Count], _ ranks: [UInt64], limit: Int
    ) -> [Int] {
        let least = threshold(selection, baseline, limit: limit)
        var candidates: [Candidate] = []
        for number in 1..<max(1, selection.count) {
            let (selected, others) = (selection[number], baseline[number])
            guard selected | others != 0, selected > 0 || others >= least else { continue }
            let counts = UInt64(UInt32(clamping: selected)) << 32 | UInt64(UInt32(clamping: others))
            candidates.append(Candidate(counts: ~counts, rank: ranks[number - 1], number: number))
        }
        sort(&candidates)
        return candidates.prefix(limit).map(\.number)
    }

    /// Rows a value that stands only in the baseline needs to be among the first `limit`.
    private static func threshold<Count: FixedWidthInteger>(
        _ selection: [Count], _ baseline: [Count], limit: Int
    ) -> Count {
        let wanted = limit - selection.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        guard wanted > 0 else { return .max }
        var histogram = [Int](repeating: 0, count: 1024)
        for number in 1..<max(1, selection.count) where selection[number] == 0 {
            histogram[min(1023, Int(baseline[number]))] += 1
        }
        var threshold = 1023
        var above = histogram[1023]
        while threshold > 1, above < wanted {
            threshold -= 1
            above += histogram[threshold]
        }
        return Count(threshold)
    }

    /// Radix sort by the counts, then each run of equally frequent values by rank.
    private static func sort(_ candidates: inout [Candidate]) {
        guard candidates.count > 256 else { return candidates.sort(by: Candidate.precedes) }
        for shift in stride(from: 0, to: 64, by: 8).map(UInt64.init) {
            distribute(&candidates) { Int($0.counts >> shift & 255) }
        }
        candidates.withUnsafeMutableBufferPointer { sorted in
            var start = 0
            for end in 1...sorted.count where end == sorted.count || sorted[end].counts != sorted[start].counts {
                if end - start > 1 { sorted[start..<end].sort(by: Candidate.precedes) }
                start = end
            }
        }
    }

    /// One stable pass by one digit; none where all have the same.
    @inline(__always)
    private static func distribute(_ candidates: inout [Candidate], _ digit: (Candidate) -> Int) {
        var starts = [Int](repeating: 0, count: 257)
        for candidate in candidates { starts[digit(candidate) + 1] += 1 }
        if starts.contains(candidates.count) { return }
        for index in 1..<257 { starts[index] += starts[index - 1] }
        candidates = [Candidate](unsafeUninitializedCapacity: candidates.count) { output, initialized in
            for candidate in candidates {
                let place = digit(candidate)
                output.initializeElement(at: starts[place], to: candidate)
                starts[place] += 1
            }
            initialized = candidates.count
        }
    }
}
