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
        var spans = [SliceCounts](repeating: SliceCounts(), count: slices.operations.operations.count)
        var places: [UInt64: Int] = [:]
        var calls: [(caller: Int, callee: Int, counts: SliceCounts)] = []
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let caller = slices.operations.codes[row]
            spans[caller].add(slice)
            for place in slices.forest.children.places(of: row) {
                let callee = slices.operations.codes[slices.forest.children.listed[place]]
                let key = UInt64(caller) << 32 | UInt64(callee)
                let place = places[key] ?? calls.count
                if place == calls.count {
                    places[key] = place
                    calls.append((caller, callee, SliceCounts()))
                }
                calls[place].counts.add(slice)
            }
        }
        let length = slices.baselineSlices + 1
        let dense = spans.map { $0.dense(length) }
        return calls.compactMap { call in
            FanOuts(
                slices.operations.operations[call.caller], slices.operations.operations[call.callee],
                spans: dense[call.caller], calls: call.counts.dense(length))
        }
    }

    /// - Parameters:
    ///   - spans: of the caller, in the window and then in each slice of the baseline.
    ///   - calls: that they made, in the same order.
    private init?(_ caller: Operation, _ callee: Operation, spans: [Int], calls: [Int]) {
        let baseline = zip(spans, calls).dropFirst().filter { $0.0 >= 2 }
        guard spans[0] >= 3, !baseline.isEmpty else { return nil }
        self.caller = caller
        self.callee = callee
        now = Double(calls[0]) / Double(spans[0])
        usual = baseline.map { Double($0.1) / Double($0.0) }
        count = spans[0]
        baselineCount = baseline.reduce(0) { $0 + $1.0 }
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
