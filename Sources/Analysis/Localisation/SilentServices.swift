import Glibc
import Telemetry

/// Services that used to emit spans and hardly do any more: a killed service must not look healthy.
struct SilentServices {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    /// - Parameter share: length of the window over length of the baseline.
    init(_ slices: TelemetrySlices, share: Double) {
        var now: [String: Double] = [:]
        var before: [String: Double] = [:]
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            if slice == 0 { now[slices.spans.services[row], default: 0] += 1 }
            if slice > 0 { before[slices.spans.services[row], default: 0] += 1 }
        }
        // Less traffic everywhere is less traffic, not a silent service.
        let traffic = now.values.reduce(0, +) / max(1, before.values.reduce(0, +) * share)
        for (service, count) in before {
            let expected = count * share * min(1, traffic)
            let seen = now[service] ?? 0
            guard expected >= 10, seen < 0.05 * expected else { continue }
            let score = log((expected + 1) / (seen + 1))
            scores[service] = score
            evidence.append(
                LocalisationEvidence(
                    signal: .silence, service: service, score: score, observed: seen, expected: expected, unit: "count",
                    sampleSize: Int(seen), baselineSize: Int(count),
                    explanation: "\(service) is silent: \(Int(seen)) spans where \(Rounded.text(expected)) were due."))
        }
    }
}
