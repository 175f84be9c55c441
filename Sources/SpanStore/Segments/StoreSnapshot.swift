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
}
