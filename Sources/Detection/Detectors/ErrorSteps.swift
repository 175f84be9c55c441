import Analysis

/// Steps that are taken because something failed: error records, error pages, exception handlers.
///
/// Telemetry decides where it tells of failures: such a step is taken in spans that failed and hardly in others. A name
/// decides only about steps of which nothing is told, and may only acquit: that `/error` is no longer called is a
/// recovery, that it newly is called may be a release.
struct ErrorSteps {
    /// What telemetry says about a step.
    enum Verdict {
        case told
        case named
        case none
    }

    private let windows: OperationWindows
    /// The series of each context: what may follow a step.
    private let contexts: [FlowContext: [FlowSeries]]
    /// Whether a service is known to have failed in a bucket; elsewhere nobody may have told.
    private let isTold: [String: [Bool]]

    /// A step is an error step where this share of its occurrences lie in failing spans, and at most
    /// `otherShare` of what else follows the same step.
    private static let failingShare = 0.9
    private static let otherShare = 0.5
    /// Fewer occurrences than this tell nothing.
    private static let fewest = 3

    init(_ windows: OperationWindows) {
        self.windows = windows
        contexts = Dictionary(grouping: windows.flows) { $0.context }
        isTold = windows.flows.reduce(into: [:]) { told, series in
            guard series.failureCounts.contains(where: { $0 > 0 }) else { return }
            let known = told[series.service] ?? Array(repeating: false, count: windows.bucketCount)
            told[series.service] = zip(known, series.failureCounts).map { $0 || $1 > 0 }
        }
    }

    /// Whether a step is an error step, and by what.
    func verdict(_ series: FlowSeries) -> Verdict {
        if series.to == FlowSteps.end { return .none }
        if series.to.hasPrefix(FlowSteps.errorLine) { return .told }
        let (count, failures) = occurrences(series)
        guard count >= Self.fewest else { return Self.isNamedAfterErrors(series.to) ? .named : .none }
        guard Double(failures) >= Self.failingShare * Double(count) else { return .none }
        var (others, otherFailures) = (0, 0)
        for other in contexts[series.context] ?? [] where other.to != series.to {
            let seen = occurrences(other)
            others += seen.count
            otherFailures += seen.failures
        }
        return Double(otherFailures) <= Self.otherShare * Double(others) ? .told : .none
    }

    /// Whether spans end after a step more often because they no longer go on to an error step: a recovery.
    func isRecovery(_ change: ShareChange, of series: FlowSeries) -> Bool {
        guard change.isGain, series.to == FlowSteps.end else { return false }
        let lost = (contexts[series.context] ?? []).reduce(0.0) { sum, other in
            verdict(other) == .none ? sum : sum + max(0, other.share(windows.baseline) - other.share(windows.window))
        }
        return lost >= (change.share - change.usualShare) / 2
    }

    /// Occurrences where the service tells of failures.
    private func occurrences(_ series: FlowSeries) -> (count: Int, failures: Int) {
        guard let told = isTold[series.service] else { return (0, 0) }
        return told.indices.reduce(into: (0, 0)) { sum, bucket in
            guard told[bucket] else { return }
            sum.0 += series.counts[bucket]
            sum.1 += series.failureCounts[bucket]
        }
    }

    /// Whether a word of a name is error or exception: `BasicErrorController.error`, `GET /error`, but not `terror`.
    static func isNamedAfterErrors(_ name: String) -> Bool {
        var (words, word) = ([String](), "")
        var wasLower = false
        for letter in name {
            if !letter.isLetter || (letter.isUppercase && wasLower) {
                words.append(word)
                word = ""
            }
            if letter.isLetter { word.append(letter) }
            wasLower = letter.isLowercase
        }
        return (words + [word]).contains { ["error", "errors", "exception", "exceptions"].contains($0.lowercased()) }
    }
}

extension FlowSeries {
    /// The step's share of its context over some buckets; 0 where the context did not occur.
    fileprivate func share(_ buckets: Range<Int>) -> Double {
        let all = buckets.reduce(0) { $0 + contextCounts[$1] }
        return all > 0 ? Double(buckets.reduce(0) { $0 + counts[$1] }) / Double(all) : 0
    }
}
