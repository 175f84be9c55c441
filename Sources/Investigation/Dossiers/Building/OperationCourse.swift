import JSONValues
import SpanSources
import Telemetry
import ToolKit

/// How one operation did over baseline and window: the line a person would want to see drawn.
struct OperationCourse: Sendable {
    let service: String
    let operation: String
    let bucket: Duration
    /// Per bucket with spans, oldest first.
    let points: [Point]

    /// One bucket.
    struct Point: Sendable, Equatable {
        var start: Timestamp
        var count: Double
        var errorShare: Double
        /// The 90th percentile of the durations.
        var milliseconds: Double
    }

    /// Buckets at most: enough for a shape, few enough for a model to read.
    private static let most = 30

    /// Reads the course of an operation.
    static func read(
        _ change: OperationChange, _ source: any SpanSource, _ plan: InvestigationPlan
    ) async throws(SpanSourceError) -> OperationCourse {
        let range = TimeRange(start: plan.baseline.start, end: plan.window.end)
        let bucket = bucket(of: range)
        let table = try await source.run(
            SpanQuery(
                range: range,
                filter: plan.filter.and(.service(change.service)).and(.named(change.operation)),
                groups: [.time(bucket: bucket)],
                aggregates: [.count, .share(.isError, named: "errors"), .quantile(.intrinsic(.duration), 0.9)],
                limit: 10 * most))
        let points = (0..<table.rowCount).compactMap { row -> Point? in
            guard let time = table.number("time", row: row), let count = table.number("count", row: row) else {
                return nil
            }
            return Point(
                start: Timestamp(nanoseconds: Int64(time)), count: count,
                errorShare: table.number("errors", row: row) ?? 0,
                milliseconds: (table.number("p90(duration)", row: row) ?? 0) / 1e6)
        }
        return OperationCourse(
            service: change.service, operation: change.operation, bucket: bucket,
            points: points.sorted { $0.start < $1.start })
    }

    /// A multiple of ten seconds that parts a range into at most `most` buckets.
    static func bucket(of range: TimeRange) -> Duration {
        let seconds = (range.end - range.start).inSeconds / Double(most)
        return .seconds(max(1, Int((seconds / 10).rounded(.up))) * 10)
    }

    var table: ToolTable {
        ToolTable(
            columns: [
                .init("time", unit: "utc"), .init("spans", unit: "count"), .init("errors", unit: "share"),
                .init("p90", unit: "ms"),
            ],
            rows: points.map {
                [.string("\($0.start)"), .rounded($0.count), .rounded($0.errorShare), .rounded($0.milliseconds)]
            })
    }

    /// What the table shows, in words.
    var caption: String { "\(service) \(operation), every \(Int(bucket.inSeconds)) s" }
}
