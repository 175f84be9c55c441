/// Work that moved from one place to another: what a service or its neighbour along a call does longer, it or the
/// neighbour does shorter elsewhere by as much. Nobody waits longer for it.
struct CostShift {
    let windows: OperationWindows

    /// Share of the added time that has to be saved elsewhere.
    private static let savedShare = 0.7
    /// Work counts as shortened from this fall of the logarithm of its durations on.
    private static let fall = -0.4

    /// Whether the time that a kind of own work takes more was saved in other own work.
    func explains(_ series: WorkSeries) -> Bool {
        guard series.caller == nil, let more = added(series), more > 0 else { return false }
        let near = near(series.service)
        let saved = windows.work.reduce(0.0) { sum, other in
            guard other.caller == nil, near.contains(other.service), fell(other), let change = added(other) else {
                return sum
            }
            return sum - min(0, change)
        }
        return saved >= Self.savedShare * more
    }

    /// A service with those it calls and that call it.
    private func near(_ service: String) -> Set<String> {
        windows.callees.reduce(into: [service]) { near, entry in
            if entry.key == service { near.formUnion(entry.value) }
            if entry.value.contains(service) { near.insert(entry.key) }
        }
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
