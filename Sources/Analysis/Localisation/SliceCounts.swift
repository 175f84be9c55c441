/// How often something was seen in each slice of time; slice 0 is the window.
struct SliceCounts: Sendable {
    /// Neighbours differ: telemetry comes in order of time, so mostly a slice stands once.
    private var runs: [(slice: Int, count: Int)] = []

    /// Counts one more.
    mutating func add(_ slice: Int) {
        if let last = runs.indices.last, runs[last].slice == slice {
            runs[last].count += 1
        } else {
            runs.append((slice, 1))
        }
    }

    /// How often it was seen in a slice.
    subscript(slice: Int) -> Int { runs.reduce(0) { $0 + ($1.slice == slice ? $1.count : 0) } }

    /// One count per slice, from the window on.
    func dense(_ slices: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: slices)
        for run in runs where run.slice < slices { counts[run.slice] += run.count }
        return counts
    }
}
