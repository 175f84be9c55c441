public import Casebook
public import Detection
public import Telemetry

extension RecurringHabits {
    /// Remembers the episodes of an earlier process, by the signals it recorded.
    public mutating func resume(_ signals: [Signal], now: Timestamp) {
        for signal in signals.sorted(by: { $0.startedAt < $1.startedAt }) where signal.kind == .finding {
            guard let finding = signal.finding else { continue }
            remember([Movement(finding)], from: signal.startedAt, to: signal.endedAt ?? now)
        }
    }
}
