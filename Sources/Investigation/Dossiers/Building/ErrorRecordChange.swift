import Analysis
import SpanSources
import Telemetry

/// An error log template or exception type that is new, or much more frequent than before: the only sign of a failure
/// that a service survives.
struct ErrorRecordChange: Sendable, Equatable {
    var service: String
    var template: String
    /// Records in the window, and in the whole baseline.
    var count: Double
    var baselineCount: Double

    /// Least records in the window, and least growth of the rate where there were some before.
    private static let minimumCount = 5.0
    private static let minimumRatio = 4.0
    /// Rows read of each range; where the baseline has more, nothing can be called new.
    private static let rows = 50_000

    /// What changed in some services, most frequent first.
    static func all(
        of services: Set<String>, in source: any SpanSource, _ plan: InvestigationPlan
    ) async throws(SpanSourceError) -> [ErrorRecordChange] {
        guard !services.isEmpty else { return [] }
        let filter = plan.filter.and(EventTemplates.isError)
            .and(.isIn(.intrinsic(.service), services.sorted().map { .string($0) }))
        func counts(_ range: TimeRange) async throws(SpanSourceError) -> [EventTemplates.Row]? {
            let events = try await source.events(
                RowSelection(
                    range: range, filter: filter, attributes: .keys(EventTemplates.keys), limit: rows))
            return events.count < rows
                ? EventTemplates.rows(events, start: range.start, bucket: range.duration, buckets: 1) : nil
        }
        guard let now = try await counts(plan.window), !now.isEmpty, let before = try await counts(plan.baseline) else {
            return []
        }
        let share = plan.window.duration / plan.baseline.duration
        return now.compactMap { row -> ErrorRecordChange? in
            let earlier = before.first { $0.service == row.service && $0.template == row.template }?.counts[0] ?? 0
            guard row.counts[0] >= minimumCount, row.counts[0] >= minimumRatio * earlier * share else { return nil }
            return ErrorRecordChange(
                service: row.service, template: row.template, count: row.counts[0], baselineCount: earlier)
        }.sorted { ($1.count, $0.service, $0.template) < ($0.count, $1.service, $1.template) }
    }
}
