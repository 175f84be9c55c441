import Glibc
import OrderedCollections

/// Services that used to emit spans and hardly do any more: a killed service must not look healthy.
struct SilentServices {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    /// - Parameters:
    ///   - traffic: nil where the signal is left out.
    ///   - sliceShare: length of the window over length of a baseline slice.
    ///   - changedFlows: how much the flows of each service changed.
    init(
        _ traffic: ServiceTraffic?, sliceShare: Double, changedFlows: [String: Double],
        _ parameters: LocalisationParameters
    ) {
        guard let traffic else { return }
        let totals = (0...traffic.baselineSlices).map { slice in traffic.counts.values.reduce(0) { $0 + $1[slice] } }
        // Less traffic everywhere is less traffic, not a silent service.
        let usual = (Quantile.of(Array(totals.dropFirst()), 0.5) ?? 0) * sliceShare
        let share = usual > 0 ? min(1, totals[0] / usual) : 0
        for (service, bySlice) in traffic.counts {
            let expected = Self.quietest(Array(bySlice.dropFirst()), sliceShare) * share
            guard expected >= 10, bySlice[0] < parameters.silentShare * expected else { continue }
            let isExplained = (traffic.callers[service] ?? []).contains {
                (changedFlows[$0] ?? 0) > parameters.changedFlowLevel
            }
            add(service, bySlice, expected, isExplained ? parameters.explainedSilenceShare : 1)
        }
    }

    /// What came at least in a stretch of the baseline as long as the window, so that work that comes in bursts is not
    /// missed between them; a service with a few requests a minute has slices without any.
    private static func quietest(_ slices: [Double], _ sliceShare: Double) -> Double {
        let length = min(slices.count, max(1, Int(sliceShare)))
        guard !slices.isEmpty else { return 0 }
        let stretches = (0...slices.count - length).map { slices[$0..<$0 + length].reduce(0, +) }
        return (stretches.min() ?? 0) / Double(length) * sliceShare
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
}
