public import Casebook
public import Detection
import Foundation
import JSONValues
public import Telemetry

/// Turns what detectors find, look after look, into signals: one when something begins, one when it gets worse, one when
/// it has ended.
///
/// A detector finds the same thing at every look, with other numbers. The same fingerprint within `quietPeriod` is the
/// same episode; later it is a new one.
public struct FindingEpisodes: Sendable {
    private struct Episode: Sendable {
        var signal: Signal
        var lastSeen: Timestamp
    }

    private let quietPeriod: Duration
    private var episodes: [String: Episode] = [:]

    /// Makes a memory of episodes.
    public init(quietPeriod: Duration = .seconds(900)) { self.quietPeriod = quietPeriod }

    /// Takes up the episodes that were going on when an earlier process stopped: what is found again is the same
    /// episode, and what is not ends after the quiet period.
    public mutating func resume(_ signals: [Signal], now: Timestamp) {
        for signal in signals where signal.kind == .finding && signal.endedAt == nil {
            guard let finding = signal.finding else { continue }
            episodes[finding.fingerprint] = Episode(signal: signal, lastSeen: now)
        }
    }

    /// The signals to record after a look at `now`; empty where nothing is new.
    public mutating func signals(for findings: [Finding], now: Timestamp) -> [Signal] {
        var signals: [Signal] = []
        for finding in findings {
            if let signal = note(finding, now) { signals.append(signal) }
        }
        for (fingerprint, episode) in episodes where now - episode.lastSeen > quietPeriod {
            var ended = episode.signal
            ended.endedAt = episode.lastSeen
            signals.append(ended)
            episodes[fingerprint] = nil
        }
        return signals.sorted { $0.dedupKey < $1.dedupKey }
    }

    private mutating func note(_ finding: Finding, _ now: Timestamp) -> Signal? {
        guard var episode = episodes[finding.fingerprint], now - episode.lastSeen <= quietPeriod else {
            let signal = Signal(finding: finding)
            episodes[finding.fingerprint] = Episode(signal: signal, lastSeen: now)
            return signal
        }
        episode.lastSeen = now
        let severity = Signal.Severity(finding.severity)
        let isWorse = severity > episode.signal.severity
        if isWorse {
            let first = episode.signal
            episode.signal = Signal(finding: finding)
            episode.signal.dedupKey = first.dedupKey
            episode.signal.startedAt = first.startedAt
        }
        episodes[finding.fingerprint] = episode
        return isWorse ? episode.signal : nil
    }
}

extension Signal {
    /// The signal that a detector's finding is; its key holds the onset, so that a later episode is another signal.
    public init(finding: Finding) {
        self.init(
            dedupKey: "finding:\(finding.fingerprint):\(finding.onset)", kind: .finding, source: finding.detector,
            title: finding.explanation, severity: Severity(finding.severity), service: finding.service,
            operation: finding.operation, version: finding.build, startedAt: finding.onset, window: finding.window,
            details: (try? JSONValue(encoding: finding)) ?? .null)
    }
}

extension Signal {
    /// The finding that the signal was made of; nil of another kind of signal.
    var finding: Finding? { try? JSONDecoder().decode(Finding.self, from: Data(details.text.utf8)) }
}

extension Signal.Severity {
    /// The same step on the same scale.
    init(_ severity: Finding.Severity) {
        switch severity {
        case .notice: self = .notice
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }
}
