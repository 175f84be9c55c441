import SpanStore
import Telemetry

/// SplitMix64, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Spans of random shape: late ones, adjusted counts, attributes of several types, sparse and many-valued ones.
enum RandomSpans {
    static let ratio = AttributeName(.span, "ratio")
    static let size = AttributeName(.span, "size")
    static let user = AttributeName(.span, "user.id")
    static let region = AttributeName(.resource, "cloud.region")
    static let rare = AttributeName(.span, "rare")

    static func make(_ count: Int, seed: UInt64, isWeighted: Bool) -> [SampleSpan] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            var attributes: [AttributeName: AttributeValue] = [
                user: .string("user-\(Int.random(in: 0..<count / 3, using: &random))"),
                region: .string(["eu", "us", "ap"].randomElement(using: &random) ?? ""),
                // Magnitudes from tiny to huge on both sides of zero.
                ratio: .double(Double.random(in: -1...1, using: &random) * [1e-13, 1, 1e12, 1e200][index % 4]),
            ]
            let number = Int64.random(in: -3...40, using: &random)
            attributes[size] = index % 5 == 0 ? .double(Double(number) + 0.5) : .integer(number)
            if index % 17 == 0 { attributes[rare] = .integer(number) }
            return SampleSpan(
                trace: UInt64(index / 10 + 1), span: UInt64(index + 1),
                start: .random(in: 0..<1_000_000, using: &random),
                duration: index % 9 == 0 ? 0 : .random(in: 0...Int64(1) << Int64(index % 40), using: &random),
                status: Int.random(in: 0..<7, using: &random) == 0 ? .error : .unset,
                service: "service-\(Int.random(in: 0..<5, using: &random))", name: "op \(index % 90)",
                weight: isWeighted ? [1, 2, 4, 8].randomElement(using: &random) ?? 1 : 1, attributes: attributes)
        }
    }

    /// A store whose spans lie in several segments and in the tail, read by two workers.
    static func store(
        _ spans: [SampleSpan], in temporary: TemporaryStore, exactQuantileValues: Int = 4_000_000
    ) async throws -> SpanStore {
        var configuration = StoreConfiguration(
            retention: nil, segmentRows: 300, exactQuantileValues: exactQuantileValues, parallelism: 2)
        configuration.rowsPerTask = 1
        let store = try temporary.open(configuration)
        for start in stride(from: 0, to: spans.count, by: 100) {
            _ = try await store.append(
                SampleTelemetry.request(Array(spans[start..<min(start + 100, spans.count)])))
            if start < spans.count / 2 { try await store.maintain() }
        }
        return store
    }
}
