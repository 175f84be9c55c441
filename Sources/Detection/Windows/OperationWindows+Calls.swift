extension OperationWindows {
    /// For each service, the services it calls, as far as whole traces were read.
    public var callees: [String: Set<String>] {
        work.reduce(into: [:]) { callees, series in
            guard let caller = series.caller, caller != series.service else { return }
            callees[caller, default: []].insert(series.service)
        }
    }
}
