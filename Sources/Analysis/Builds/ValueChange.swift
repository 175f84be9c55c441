/// Something that occurs on one side and not, or far less often, on the other: a peer, an exception type, a statement.
public struct ValueChange: Hashable, Sendable {
    public var value: String
    /// Rows with it, per thousand spans of the side.
    public var before: Double
    public var after: Double
    /// How often a trace that has it has it.
    public var callsBefore: Double
    public var callsAfter: Double

    /// Whether it is new.
    public var isNew: Bool { before == 0 && after > 0 }
    /// Whether it is gone.
    public var isGone: Bool { before > 0 && after == 0 }
}

/// How often each value occurs on a side.
struct ValueFrequencies {
    var counts: [String: Double] = [:]
    /// Rows with a value and the traces they are in, of all rows or of a sample.
    var inTraces: [String: (count: Double, traces: Double)] = [:]
    var total: Double

    init(total: Double) { self.total = total }

    /// The values that came, went, or changed by more than half and by more than one call per trace or 1 ‰ of spans.
    func changes(since before: ValueFrequencies) -> [ValueChange] {
        Set(counts.keys).union(before.counts.keys).map { change($0, before) }
            .filter { change in
                if change.isNew || change.isGone { return true }
                let calls = abs(change.callsAfter - change.callsBefore) >= 1
                let ratio = change.after / max(change.before, 1e-9)
                return calls || (ratio > 1.5 || ratio < 0.67) && abs(change.after - change.before) > 1
            }
            .sorted { (-abs($0.after - $0.before), $0.value) < (-abs($1.after - $1.before), $1.value) }
    }

    private func change(_ value: String, _ before: ValueFrequencies) -> ValueChange {
        ValueChange(
            value: value, before: before.perThousand(value), after: perThousand(value),
            callsBefore: before.callsPerTrace(value), callsAfter: callsPerTrace(value))
    }

    private func perThousand(_ value: String) -> Double { 1000 * (counts[value] ?? 0) / max(1, total) }

    /// At least once where it occurs at all, also where the sample has none of it.
    private func callsPerTrace(_ value: String) -> Double {
        guard counts[value] != nil else { return 0 }
        return inTraces[value].map { $0.count / max(1, $0.traces) } ?? 1
    }
}
