import Glibc
import Telemetry

/// How the time of one kind of work changed: an operation's own time, or the gap between a call and its answer's work.
struct LatencyChange {
    /// Nil for own time; the calling operation for a gap.
    var caller: Operation?
    /// Whose own time, or who was called.
    var operation: Operation
    /// Rows in the window and in all baseline slices.
    var count: Int
    var baselineCount: Int
    /// Milliseconds at the 90th percentile, in the window and at the median of the baseline's slices.
    var observed: Double
    var expected: Double
    /// Mean logarithmic change of three quantiles, less the usual movement between slices, shrunk for few rows.
    var score: Double

    /// The quantiles whose logarithms are averaged: the middle shows a delay on every call, the top one on some.
    static let quantiles = [0.5, 0.75, 0.9]
    /// Nanoseconds added before taking logarithms, so that microseconds do not double by accident.
    static let floorNanoseconds = 1e6
    /// Rows at which half of the evidence counts.
    static let shrinkage = 3.0

    /// All changes of a cut batch, in no particular order.
    static func all(in slices: TelemetrySlices) -> [LatencyChange] {
        var samples: [Key: [Int: [Double]]] = [:]
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let (key, nanoseconds) = measure(row, slices)
            samples[key, default: [:]][slice, default: []].append(nanoseconds)
        }
        return samples.compactMap { key, bySlice in change(key, bySlice, slices) }
    }

    private struct Key: Hashable {
        let caller: Int?
        let operation: Int
    }

    private static func measure(_ row: Int, _ slices: TelemetrySlices) -> (Key, Double) {
        let code = slices.operations.codes[row]
        if let child = slices.forest.soleRemoteChild(of: row, slices.spans) {
            let gap = slices.spans.durationNanoseconds[row] - slices.spans.durationNanoseconds[child]
            return (Key(caller: code, operation: slices.operations.codes[child]), Double(max(0, gap)))
        }
        return (Key(caller: nil, operation: code), Double(slices.forest.selfNanoseconds(of: row)))
    }

    private static func change(_ key: Key, _ bySlice: [Int: [Double]], _ slices: TelemetrySlices) -> LatencyChange? {
        guard let window = bySlice[0]?.sorted(), window.count >= 3 else { return nil }
        let baseline = bySlice.filter { $0.key > 0 && $0.value.count >= 2 }.sorted { $0.key < $1.key }
            .map { $0.value.sorted() }
        guard !baseline.isEmpty else { return nil }
        let profiles = baseline.map(profile)
        let usual = quantiles.indices.map { place in Quantile.of(profiles.map { $0[place] }, 0.5) ?? 0 }
        let movements = profiles.map { abs(mean(zip($0, usual).map { $0 - $1 })) }
        let movement = profiles.count > 2 ? 1.5 * (Quantile.of(movements, 0.5) ?? 0) : 0.3
        let now = profile(window)
        let rise = mean(zip(now, usual).map { $0 - $1 })
        let baselineCount = baseline.reduce(0) { $0 + $1.count }
        let trust = shrunk(window.count) * shrunk(baselineCount)
        let last = quantiles.count - 1
        return LatencyChange(
            caller: key.caller.map { slices.operations.operations[$0] },
            operation: slices.operations.operations[key.operation], count: window.count,
            baselineCount: baselineCount, observed: milliseconds(now[last]), expected: milliseconds(usual[last]),
            score: max(0, rise - movement) * trust)
    }

    private static func profile(_ sorted: [Double]) -> [Double] {
        quantiles.map { log((Quantile.ofSorted(sorted, $0) ?? 0) + floorNanoseconds) }
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    private static func milliseconds(_ logarithm: Double) -> Double { max(0, exp(logarithm) - floorNanoseconds) / 1e6 }

    private static func shrunk(_ count: Int) -> Double { Double(count) / (Double(count) + shrinkage) }
}
