import SpanSources
import Telemetry

/// An exception as it was recorded: on a span, or in a log record.
struct ExceptionSample: Sendable, Equatable {
    var type: String
    var message: String
    var stackTrace: String

    /// The newest exceptions of a service inside a window, one of each type.
    static func newest(
        of service: String, in source: any SpanSource, _ plan: InvestigationPlan, limit: Int = 3
    ) async throws(SpanSourceError) -> [ExceptionSample] {
        let keys = ["exception.type", "exception.message", "exception.stacktrace"]
        let events = try await source.events(
            RowSelection(
                range: plan.window,
                filter: plan.filter.and(.service(service)).and(.exists(.anyScope("exception.stacktrace"))),
                attributes: .keys(keys), limit: 200))
        var samples: [ExceptionSample] = []
        for row in 0..<events.count {
            let texts = keys.map { events.value(AttributeName(.span, $0), row: row)?.description ?? "" }
            let sample = ExceptionSample(type: texts[0], message: texts[1], stackTrace: texts[2])
            if !samples.contains(where: { $0.type == sample.type }) { samples.append(sample) }
            if samples.count == limit { break }
        }
        return samples
    }
}
