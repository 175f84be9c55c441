import Glibc
import Telemetry

/// Services that used to emit spans and hardly do any more: a killed service must not look healthy.
struct SilentServices {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    /// A callee of a service whose flow changed is expected to be called less, and so silence says little of it.
    static let explainedShare = 0.3

    /// - Parameters:
    ///   - sliceShare: length of the window over length of a baseline slice.
    ///   - changedFlows: how much the flows of each service changed.
    init(_ slices: TelemetrySlices, sliceShare: Double, changedFlows: [String: Double]) {
        var counts: [String: [Double]] = [:]
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row], slice <= slices.baselineSlices else { continue }
            counts[slices.spans.services[row], default: Array(repeating: 0, count: slices.baselineSlices + 1)][slice] +=
                1
        }
        let totals = (0...slices.baselineSlices).map { slice in counts.values.reduce(0) { $0 + $1[slice] } }
        // Less traffic everywhere is less traffic, not a silent service.
        let usual = (Quantile.of(Array(totals.dropFirst()), 0.5) ?? 0) * sliceShare
        let traffic = usual > 0 ? min(1, totals[0] / usual) : 0
        let callers = Self.callers(slices)
        for (service, bySlice) in counts {
            // The quietest slice, so that work that comes in bursts is not missed between them.
            let expected = (bySlice.dropFirst().min() ?? 0) * sliceShare * traffic
            guard expected >= 10, bySlice[0] < 0.05 * expected else { continue }
            let isExplained = (callers[service] ?? []).contains { (changedFlows[$0] ?? 0) > 0.5 }
            add(service, bySlice, expected, isExplained ? Self.explainedShare : 1)
        }
    }

    private mutating func add(_ service: String, _ bySlice: [Double], _ expected: Double, _ share: Double) {
        let score = log((expected + 1) / (bySlice[0] + 1)) * share
        scores[service] = score
        evidence.append(
            LocalisationEvidence(
                signal: .silence, service: service, score: score, observed: bySlice[0], expected: expected,
                unit: "count", sampleSize: Int(bySlice[0]), baselineSize: Int(bySlice.dropFirst().reduce(0, +)),
                explanation: "\(service) is silent: \(Int(bySlice[0])) spans where \(Rounded.text(expected)) were due.")
        )
    }

    private static func callers(_ slices: TelemetrySlices) -> [String: Set<String>] {
        var callers: [String: Set<String>] = [:]
        for row in 0..<slices.spans.count {
            guard let parent = slices.forest.parents[row],
                slices.spans.services.codes[parent] != slices.spans.services.codes[row]
            else { continue }
            callers[slices.spans.services[row], default: []].insert(slices.spans.services[parent])
        }
        return callers
    }
}
