import Detection
import Foundation
import Telemetry

/// Traffic of a service as half-minute buckets, made from a seed: the same seed gives the same traffic.
///
/// Work goes straight into windows, so that a day of telemetry is judged in a moment.
struct SimulatedTraffic {
    /// What one service does; a fault is whatever changes with the bucket.
    struct Service {
        var name: String
        var operation = "GET /"
        /// Spans due in a bucket.
        var rate: (Int) -> Double = { _ in 40 }
        /// The median duration.
        var milliseconds: (Int) -> Double = { _ in 20 }
        /// Spread of the durations' logarithms.
        var spread = 0.5
        var errorShare: (Int) -> Double = { _ in 0.001 }
        /// Share of spans that end right after the call they usually go on from.
        var endsEarly: (Int) -> Double = { _ in 0 }
        /// How many spans each kept one stands for.
        var weight = 1.0
    }

    var services: [Service]
    var seed: UInt64 = 1
    static let start = Timestamp(seconds: 1_700_000_040)

    /// All buckets of a stretch of time.
    func windows(_ buckets: Int) -> OperationWindows {
        var random = SeededRandom(seed)
        var windows = OperationWindows(start: Self.start, bucket: .seconds(30), bucketCount: buckets, windowBuckets: 2)
        for service in services {
            if service.weight > 1 { windows.spansPerRow[service.name] = service.weight }
            let samples = (0..<buckets).map { sample(service, $0, &random) }
            let sketches = samples.map(\.sketch)
            windows.operations.append(
                OperationSeries(
                    service: service.name, operation: service.operation, kind: .server, counts: samples.map(\.count),
                    errors: samples.map(\.errors), latencies: sketches))
            windows.work.append(
                WorkSeries(service: service.name, operation: service.operation, latencies: sketches))
            let early = samples.map { Int($0.early) }
            let all = samples.map { Int($0.count) }
            for (to, counts) in [("the end", early), ("the call to store Put", zip(all, early).map(-))] {
                windows.flows.append(
                    FlowSeries(
                        service: service.name, operation: service.operation, from: "the call to store Get", to: to,
                        counts: counts, contextCounts: all))
            }
        }
        return windows
    }

    /// The cases that looks at every bucket open, each as the number of its bucket.
    func openings(_ buckets: Int, history: Int = 120, suite: DetectorSuite = .standard()) -> [(Int, Finding)] {
        let all = windows(buckets)
        return (10...buckets).flatMap { end -> [(Int, Finding)] in
            let seen = all.buckets(max(0, end - history)..<end)
            return FindingGroup.grouped(suite.findings(in: seen)).filter(\.opensCase).map { (end, $0.lead) }
        }
    }

    private func sample(
        _ service: Service, _ bucket: Int, _ random: inout SeededRandom
    ) -> (count: Double, errors: Double, early: Double, sketch: LatencySketch) {
        let kept = random.poisson(service.rate(bucket) / service.weight)
        var sketch = LatencySketch()
        var (errors, early) = (0.0, 0.0)
        for _ in 0..<kept {
            let duration = service.milliseconds(bucket) * 1e6 * exp(service.spread * random.normal())
            sketch.add(nanoseconds: duration)
            if random.unit() < service.errorShare(bucket) { errors += service.weight }
            if random.unit() < service.endsEarly(bucket) { early += service.weight }
        }
        return (Double(kept) * service.weight, errors, early, sketch)
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014), with the draws that traffic needs.
struct SeededRandom {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Uniform in 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Standard normal, by Box and Muller.
    mutating func normal() -> Double {
        (-2 * log(max(unit(), 1e-300))).squareRoot() * cos(2 * Double.pi * unit())
    }

    /// A count with the given mean; normal approximation above 50.
    mutating func poisson(_ mean: Double) -> Int {
        guard mean < 50 else { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        var (count, product) = (0, unit())
        let limit = exp(-mean)
        while product > limit {
            count += 1
            product *= unit()
        }
        return count
    }
}
