package import OutboundHTTP
import Synchronization

/// Notes how long was to be waited, and waits not at all.
package final class RecordedWaits: Sendable {
    private let waits = Mutex<[Duration]>([])

    /// Notes nothing yet.
    package init() {}

    package var all: [Duration] { waits.withLock { $0 } }

    /// Hand this to what waits.
    package var waiting: RetryWaiting {
        RetryWaiting(sleep: { [self] wait in waits.withLock { $0.append(wait) } }, jitter: { 0 }, now: { 0 })
    }
}
