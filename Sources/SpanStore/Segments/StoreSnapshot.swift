import SpanSources
import Telemetry

/// What queries see at one instant; values never change, so a query holds on to one while writing goes on.
struct StoreSnapshot: Sendable {
    /// Segments and tail parts of spans, oldest first.
    var spans: [RowGroup] = []
    /// Segments and tail parts of events, oldest first.
    var events: [RowGroup] = []

    subscript(dataset: Dataset) -> [RowGroup] {
        get { dataset == .spans ? spans : events }
        set { if dataset == .spans { spans = newValue } else { events = newValue } }
    }

    /// The oldest segment; `Int64.max` where there is none.
    var oldestSegment: Int64 {
        [spans.first, events.first].compactMap { group in
            if case .segment(let id, _)? = group?.storage { id } else { nil }
        }.min() ?? .max
    }
}
