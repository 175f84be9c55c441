import Glibc

/// How the time of one kind of work changed beyond its usual movement.
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
    /// Mean logarithmic change of the quantiles, less the usual movement between slices, shrunk for few rows.
    var score: Double

    init(_ times: TimeProfiles, _ parameters: LocalisationParameters) {
        let floor = parameters.floorMilliseconds * 1e6
        func profile(_ profile: TimeProfiles.Profile) -> [Double] { profile.nanoseconds.map { log($0 + floor) } }
        func milliseconds(_ logarithm: Double) -> Double { max(0, exp(logarithm) - floor) / 1e6 }
        func shrunk(_ count: Int) -> Double { Double(count) / (Double(count) + parameters.countShrinkage) }
        let profiles = times.baseline.map(profile)
        let now = profile(times.window)
        let usual = now.indices.map { place in Quantile.of(profiles.map { $0[place] }, 0.5) ?? 0 }
        let movements = profiles.map { abs(Self.mean(zip($0, usual).map { $0 - $1 })) }
        let movement =
            profiles.count > 2
            ? parameters.movementFactor * (Quantile.of(movements, 0.5) ?? 0) : parameters.unknownMovement
        caller = times.caller
        operation = times.operation
        count = times.window.count
        baselineCount = times.baseline.reduce(0) { $0 + $1.count }
        observed = milliseconds(now.last ?? 0)
        expected = milliseconds(usual.last ?? 0)
        score = max(0, Self.mean(zip(now, usual).map { $0 - $1 }) - movement) * shrunk(count) * shrunk(baselineCount)
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
}
