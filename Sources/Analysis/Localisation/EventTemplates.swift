package import SpanSources
package import Telemetry

/// Event rows counted by service and template.
package enum EventTemplates {
    /// The event rows that tell of an error: records of that severity, and exceptions.
    package static let isError = Predicate.or([
        .compare(.intrinsic(.severity), .greaterOrEqual, .integer(17)), .named("exception"),
    ])

    /// The attributes that templates are made of.
    package static let keys = [
        "code.namespace", "code.function.name", "code.file.path", "code.line.number", "exception.type",
    ]

    /// One template of one service.
    package struct Row {
        package var service: String
        package var template: String
        package var counts: [Double]
    }

    /// Counts per bucket, sorted by service and template.
    package static func rows(_ events: EventBatch, start: Timestamp, bucket: Duration, buckets: Int) -> [Row] {
        let lines = LogLines(events)
        let step = max(1, bucket.wholeNanoseconds)
        var counts: [String: [String: [Double]]] = [:]
        for row in 0..<events.count where events.sources[row] != .link {
            let offset = events.timeNanoseconds[row] - start.nanoseconds
            guard offset >= 0, offset / step < Int64(buckets) else { continue }
            counts[events.services[row], default: [:]][
                lines.text(row), default: Array(repeating: 0, count: buckets)][Int(offset / step)] += 1
        }
        return counts.flatMap { service, templates in
            templates.map { Row(service: service, template: $0.key, counts: $0.value) }
        }.sorted { ($0.service, $0.template) < ($1.service, $1.template) }
    }
}
