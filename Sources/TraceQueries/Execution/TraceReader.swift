import SpanSources
import Telemetry

/// Reads whole traces, some hundred at a time.
struct TraceReader {
    let source: any SpanSource
    /// The range of the query; traces that reach over its ends are read an hour beyond.
    let range: TimeRange
    let query: SpansetQuery
    /// Whether all attributes of the spans come along, not only those the query names.
    var readsAllAttributes = false

    /// Traces read at once.
    static let chunk = 512
    private static let slack = Duration.seconds(3600)

    /// Reads some traces.
    func read(_ traces: some Collection<TraceID>) async throws(TraceQLError) -> TraceRows {
        let keys = QueryKeys(query)
        var selection = RowSelection(
            range: widened, traces: Set(traces),
            attributes: readsAllAttributes ? .all : .keys(keys.attributes.sorted()), order: .oldestFirst, limit: .max)
        do {
            let spans = try await source.spans(selection)
            var events = EventBatch()
            if keys.needsEvents {
                selection.attributes = .keys(keys.eventAttributes.sorted())
                events = try await source.events(selection)
            }
            return TraceRows(spans: spans, events: events, references: keys.references)
        } catch {
            throw TraceQLError(failureOf: error)
        }
    }

    private var widened: TimeRange {
        let (start, end) = (range.start.nanoseconds, range.end.nanoseconds)
        let slack = Self.slack.wholeNanoseconds
        return TimeRange(
            start: Timestamp(nanoseconds: start < .min + slack ? .min : start - slack),
            end: Timestamp(nanoseconds: end > .max - slack ? .max : end + slack))
    }
}
