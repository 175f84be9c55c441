import SpanSources
import Telemetry

/// Turns the rows of the window query into series.
struct OperationSeriesBuilder {
    private let windows: OperationWindows
    private let resolution: Duration
    private var places: [Key: Int] = [:]
    private(set) var series: [OperationSeries] = []

    private struct Key: Hashable {
        let service: String
        let operation: String
        let kind: String
        let build: String?
    }

    /// - Parameter resolution: the length of the rows' own buckets, of which the windows' buckets are multiples.
    init(_ windows: OperationWindows, resolution: Duration) {
        self.windows = windows
        self.resolution = resolution
    }

    /// Adds one row: a count and errors of one class of duration in one bucket.
    mutating func add(_ row: Int, of table: ResultTable) {
        guard let service = table.text("service", row: row), let operation = table.text("name", row: row),
            let time = table.number("time", row: row), let count = table.number("count", row: row)
        else { return }
        let step = windows.bucket.wholeNanoseconds
        let bucket = Int((Int64(time) - windows.start.nanoseconds + resolution.wholeNanoseconds / 2) / step)
        guard (0..<windows.bucketCount).contains(bucket) else { return }
        let key = Key(
            service: service, operation: operation, kind: table.text("kind", row: row) ?? "unspecified",
            build: table.text("build", row: row))
        let place = place(of: key)
        series[place].counts[bucket] += count
        series[place].errors[bucket] += table.number("errors", row: row) ?? 0
        // The middle of the class, since a bound rounded down would fall into the class below.
        let lower = table.number("duration_bucket", row: row) ?? 0
        series[place].latencies[bucket].add(nanoseconds: lower * 1.04, weight: count)
    }

    private mutating func place(of key: Key) -> Int {
        if let known = places[key] { return known }
        let zeros = [Double](repeating: 0, count: windows.bucketCount)
        series.append(
            OperationSeries(
                service: key.service, operation: key.operation,
                kind: SpanKind.allCases.first { $0.word == key.kind } ?? .unspecified, build: key.build, counts: zeros,
                errors: zeros, latencies: Array(repeating: LatencySketch(), count: windows.bucketCount)))
        places[key] = series.count - 1
        return series.count - 1
    }
}
