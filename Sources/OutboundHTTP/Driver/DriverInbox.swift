import CCurl
import Synchronization

/// What other threads ask of the driver thread. The only thing they do to libcurl themselves is to wake it.
final class DriverInbox: Sendable {
    enum Order: Sendable {
        case start(ResponseChannel, HTTPRequest, isStreaming: Bool)
        case cancel(Int)
        case resume(Int)
        case stop
    }

    private struct State {
        var orders: [Order] = []
        var isClosed = false
    }

    /// The CURLM handle. Everything done to it happens on the driver thread, except `curl_multi_wakeup`, which libcurl
    /// documents as callable from any thread; it is called under the lock, so never after `close`.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let state = Mutex(State())

    init(multi: UnsafeMutableRawPointer) { self.multi = multi }

    func post(_ order: Order) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.orders.append(order)
            _ = curl_multi_wakeup(multi)
        }
    }

    /// Takes every order; for the driver thread.
    func drain() -> [Order] {
        state.withLock { state in
            let orders = state.orders
            state.orders = []
            return orders
        }
    }

    /// Takes no more orders and frees the handle; the driver thread's last act.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.orders = []
            _ = curl_multi_cleanup(multi)
        }
    }
}
