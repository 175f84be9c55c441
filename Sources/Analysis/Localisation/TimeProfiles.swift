import Telemetry

/// How long one kind of work takes, per slice: an operation's own time, or the gap between a call and its answer's work.
struct TimeProfiles: Sendable {
    /// Nil for own time; the calling operation for a gap.
    var caller: Operation?
    /// Whose own time, or who was called.
    var operation: Operation
    var window: Profile
    /// Slices with at least two rows, in order of time.
    var baseline: [Profile]

    /// One slice.
    struct Profile: Sendable {
        var count: Int
        /// Nanoseconds at `quantiles`.
        var nanoseconds: [Double]
    }

    /// The middle shows a delay on every call, the top one on some.
    static let quantiles = [0.5, 0.75, 0.9]

    /// Every kind of work that the window shows three times and the baseline twice in a slice, as first seen.
    static func all(in slices: TelemetrySlices) -> [TimeProfiles] {
        var places: [UInt64: Int] = [:]
        var samples: [Samples] = []
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let (key, nanoseconds) = measure(row, slices)
            let place = places[key.bits] ?? samples.count
            if place == samples.count {
                places[key.bits] = place
                samples.append(Samples(key: key))
            }
            samples[place].add(nanoseconds, slice)
        }
        return samples.compactMap { profiles($0.key, $0.bySlice, slices) }
    }

    private struct Key {
        let caller: Int?
        let operation: Int

        var bits: UInt64 { UInt64((caller ?? -1) + 1) << 32 | UInt64(operation) }
    }

    /// What was measured of one kind of work.
    private struct Samples {
        let key: Key
        /// Neighbours differ in their slice.
        private var runs: [(slice: Int, nanoseconds: [Double])] = []

        init(key: Key) { self.key = key }

        mutating func add(_ nanoseconds: Double, _ slice: Int) {
            if let last = runs.indices.last, runs[last].slice == slice {
                runs[last].nanoseconds.append(nanoseconds)
            } else {
                runs.append((slice, [nanoseconds]))
            }
        }

        var bySlice: [Int: [Double]] {
            Dictionary(runs.map { ($0.slice, $0.nanoseconds) }, uniquingKeysWith: +)
        }
    }

    private static func measure(_ row: Int, _ slices: TelemetrySlices) -> (Key, Double) {
        let code = slices.operations.codes[row]
        if let child = slices.forest.soleRemoteChild(of: row, slices.spans) {
            let gap = slices.spans.durationNanoseconds[row] - slices.spans.durationNanoseconds[child]
            return (Key(caller: code, operation: slices.operations.codes[child]), Double(max(0, gap)))
        }
        return (Key(caller: nil, operation: code), Double(slices.forest.selfNanoseconds(of: row)))
    }

    private static func profiles(_ key: Key, _ bySlice: [Int: [Double]], _ slices: TelemetrySlices) -> TimeProfiles? {
        guard let window = bySlice[0], window.count >= 3 else { return nil }
        let baseline = bySlice.filter { $0.key > 0 && $0.value.count >= 2 }.sorted { $0.key < $1.key }
        guard !baseline.isEmpty else { return nil }
        return TimeProfiles(
            caller: key.caller.map { slices.operations.operations[$0] },
            operation: slices.operations.operations[key.operation], window: Profile(window),
            baseline: baseline.map { Profile($0.value) })
    }
}

extension TimeProfiles.Profile {
    init(_ values: [Double]) {
        let sorted = values.sorted()
        count = values.count
        nanoseconds = TimeProfiles.quantiles.map { Quantile.ofSorted(sorted, $0) ?? 0 }
    }
}
