extension Report.Severity: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .none: 0
        case .notice: 1
        case .warning: 2
        case .critical: 3
        }
    }
}

extension Report {
    /// The same, no milder than the signals it is about; where nothing was found it says why it is milder.
    ///
    /// Whoever sent a signal knows what it means to them (an alert's label, a deploy's broken promise); a report measures
    /// shares of failing spans only.
    func weighed(against signals: [PlannedSignal]) -> Report {
        guard let told = signals.compactMap(\.severity).max(), told > severity else { return self }
        var report = self
        if outcome == .noFault {
            let note =
                "The signal calls this \(told.rawValue). The report does not, because nothing deviates from the baseline in "
                + "what was measured."
            if !notes.contains(note) { report.notes.append(note) }
        } else {
            report.severity = told
        }
        return report
    }
}
