/// Work that moved from one place to another: what a service or its neighbour along a call does longer, it or the
/// neighbour does shorter elsewhere by as much. Nobody waits longer for it.
struct CostShift {
    private let windows: OperationWindows
    /// Each service with those it calls and that call it.
    private let neighbours: [String: Set<String>]

    /// Share of the added time that has to be saved elsewhere.
    private static let savedShare = 0.7
    /// Work counts as shortened from this fall of the logarithm of its durations on.
    private static let fall = -0.4

    init(_ windows: OperationWindows) {
        self.windows = windows
        neighbours = windows.callees.reduce(into: [:]) { neighbours, entry in
            for callee in entry.value {
                neighbours[entry.key, default: []].insert(callee)
                neighbours[callee, default: []].insert(entry.key)
            }
        }
    }

    /// Whether the time that a kind of own work takes more was saved in other own work.
    func explains(_ series: WorkSeries) -> Bool {
        guard series.caller == nil, let more = added(series), more > 0 else { return false }
        let near = (neighbours[series.service] ?? []).union([series.service])
        let saved = windows.work.reduce(0.0) { sum, other in
            guard other.caller == nil, near.contains(other.service), fell(other), let change = added(other) else {
                return sum
            }
            return sum - min(0, change)
        }
        return saved >= Self.savedShare * more
    }

    /// Seconds in the window beyond what as many spans took in the baseline; nil where either has none.
    private func added(_ series: WorkSeries) -> Double? {
        let (now, before) = (series.merged(windows.window), series.merged(windows.baseline))
        guard now.count > 0, before.count > 0 else { return nil }
        return now.totalSeconds - now.count * before.totalSeconds / before.count
    }

    private func fell(_ series: WorkSeries) -> Bool {
        guard let now = LatencyProfile(series.merged(windows.window)),
            let usual = LatencyProfile.usual(windows.baseline.compactMap { series.profiles[$0] })
        else { return false }
        return now.rise(over: usual) <= Self.fall
    }
}
