import OrderedCollections
import Telemetry

/// How many calls of one kind an operation makes per span, per slice: rises with N+1 queries and with retries.
struct FanOuts: Sendable {
    /// Who calls, and what is called: the child's operation in the same service, or a remote one.
    var caller: Operation
    var callee: Operation
    /// Calls per span of the caller in the window, and in each slice of the baseline in order of time.
    var now: Double
    var usual: [Double]
    /// Spans of the caller in the window and in the baseline.
    var count: Int
    var baselineCount: Int

    /// Every kind of call of operations that the window shows three times, as first seen.
    static func all(in slices: TelemetrySlices) -> [FanOuts] {
        var spans: [Int: [Int: Int]] = [:]
        var calls: OrderedDictionary<Key, [Int: Int]> = [:]
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let caller = slices.operations.codes[row]
            spans[caller, default: [:]][slice, default: 0] += 1
            for child in slices.forest.children[row] {
                let key = Key(caller: caller, callee: slices.operations.codes[child])
                calls[key, default: [:]][slice, default: 0] += 1
            }
        }
        return calls.elements.compactMap { key, bySlice in
            let mine = spans[key.caller] ?? [:]
            guard let count = mine[0], count >= 3 else { return nil }
            let baseline = mine.filter { $0.key > 0 && $0.value >= 2 }.sorted { $0.key < $1.key }
            guard !baseline.isEmpty else { return nil }
            return FanOuts(
                caller: slices.operations.operations[key.caller], callee: slices.operations.operations[key.callee],
                now: Double(bySlice[0] ?? 0) / Double(count),
                usual: baseline.map { Double(bySlice[$0.key] ?? 0) / Double($0.value) }, count: count,
                baselineCount: baseline.reduce(0) { $0 + $1.value })
        }
    }

    private struct Key: Hashable {
        let caller: Int
        let callee: Int
    }
}

/// Charges calls that multiplied to those who make them.
struct FanOutBlame {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    /// Fewer extra calls per span than this are no loop.
    static let minimumExtraCalls = 1.0

    init(_ fanOuts: [FanOuts], _ parameters: LocalisationParameters) {
        for fanOut in fanOuts {
            let usual = Quantile.of(fanOut.usual, 0.5) ?? 0
            // Calls that never came before are a changed flow, not a loop.
            guard usual > 0, fanOut.now - usual >= Self.minimumExtraCalls else { continue }
            let rise = LogChange(fanOut.now, fanOut.usual, floor: 1, parameters)
            let score = rise.score * rise.trust(fanOut.count) * rise.trust(fanOut.baselineCount)
            guard score > 0 else { continue }
            scores[fanOut.caller.service] = max(scores[fanOut.caller.service] ?? 0, score)
            evidence.append(Self.evidence(fanOut, usual, score))
        }
    }

    private static func evidence(_ fanOut: FanOuts, _ usual: Double, _ score: Double) -> LocalisationEvidence {
        LocalisationEvidence(
            signal: .fanOut, service: fanOut.caller.service, operation: fanOut.caller.name, score: score,
            observed: fanOut.now, expected: usual, unit: "count", sampleSize: fanOut.count,
            baselineSize: fanOut.baselineCount,
            explanation: "\(fanOut.caller.service) \(fanOut.caller.name) makes \(Rounded.text(fanOut.now)) calls of "
                + "\(fanOut.callee.name) per span, \(Rounded.text(usual)) before (\(fanOut.count) spans).")
    }
}
