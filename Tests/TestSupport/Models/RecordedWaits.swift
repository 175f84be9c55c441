import OutboundHTTP
import Synchronization

/// Notes how long was to be waited, and waits not at all.
final class RecordedWaits: Sendable {
    private let waits = Mutex<[Duration]>([])

    var all: [Duration] { waits.withLock { $0 } }

    var waiting: RetryWaiting {
        RetryWaiting(sleep: { [self] wait in waits.withLock { $0.append(wait) } }, jitter: { 0 }, now: { 0 })
    }
}
