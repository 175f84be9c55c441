public import SpanSources
import Telemetry

/// Tells a service that is silent from one whose spans come late: behind tail sampling, or from a clock that is slow.
///
/// The newest minute of a late service is always empty when it is looked at, but from look to look newer spans of it have
/// come; of a silent one none have.
public actor LateSenders {
    private let source: any SpanSource
    private let filter: Predicate
    /// The newest span of what seemed silent at the last look.
    private var newest: [String: Timestamp] = [:]

    /// Nothing has been looked at yet.
    public init(_ reader: WindowReader) {
        source = reader.source
        filter = reader.filter
    }

    /// The findings without the silence of those that sent something since a look at which they seemed silent already;
    /// call it once for every look, in order of time.
    ///
    /// - Parameter history: how far back the newest span is sought.
    /// - Throws: what the source throws.
    public func without(
        _ findings: [Finding], history: Duration
    ) async throws(SpanSourceError) -> [Finding] {
        var next: [String: Timestamp] = [:]
        for finding in findings where finding.kind == .silence && next[finding.service] == nil {
            next[finding.service] = try await newestSpan(of: finding, history)
        }
        defer { newest = next }
        return findings.filter { finding in
            guard finding.kind == .silence else { return true }
            return newest[finding.service].map { $0 == next[finding.service] } ?? true
        }
    }

    private func newestSpan(
        of finding: Finding, _ history: Duration
    ) async throws(SpanSourceError) -> Timestamp {
        let service = Predicate.compare(.intrinsic(.service), .equal, .string(finding.service))
        let table = try await source.run(
            SpanQuery(
                range: TimeRange(start: finding.window.end - history, end: TimeRange.all.end),
                filter: finding.service == Finding.allServices ? filter : filter.and(service),
                aggregates: [.maximum(.intrinsic(.time))]))
        return Timestamp(nanoseconds: table.number("max(time)", row: 0).map { Int64($0) } ?? .min)
    }
}
