import CCurl
import Glibc

/// The driver thread's work: takes orders, moves bytes, ends calls. Not Sendable; nothing in it leaves the thread.
final class TransferLoop {
    /// What the thread is born with.
    final class Start: Sendable {
        let inbox: DriverInbox
        let configuration: HTTPClientConfiguration

        init(inbox: DriverInbox, configuration: HTTPClientConfiguration) {
            self.inbox = inbox
            self.configuration = configuration
        }
    }

    private let inbox: DriverInbox
    private let configuration: HTTPClientConfiguration
    private var transfers: [Int: Transfer] = [:]
    private var isStopping = false

    init(_ start: Start) {
        inbox = start.inbox
        configuration = start.configuration
    }

    func run() {
        blockSignals()
        ccurl_multi_set_long(inbox.multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maximumConnections)
        while !isStopping {
            for order in inbox.drain() { obey(order) }
            var running: Int32 = 0
            curl_multi_perform(inbox.multi, &running)
            collect()
            endSilent()
            if !isStopping { curl_multi_poll(inbox.multi, nil, 0, pollMilliseconds(), nil) }
        }
        for id in Array(transfers.keys) { end(id, .failure(HTTPFailure(.cancelled, "the client was closed"))) }
        inbox.close()
    }

    private func obey(_ order: DriverInbox.Order) {
        switch order {
        case .start(let channel, let request, let isStreaming):
            guard let transfer = Transfer(channel, request, configuration, isStreaming: isStreaming) else {
                channel.finish(.failure(HTTPFailure(.invalidRequest, "libcurl did not take the request")))
                return
            }
            transfers[channel.id] = transfer
            curl_multi_add_handle(inbox.multi, transfer.easy)
        case .cancel(let id):
            end(id, .failure(HTTPFailure(.cancelled, "the call was cancelled")))
        case .resume(let id):
            transfers[id]?.resume()
        case .stop:
            isStopping = true
        }
    }

    /// Ends what libcurl has finished.
    private func collect() {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(inbox.multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE,
                let id = transfers.first(where: { $0.value.easy == message.pointee.easy_handle })?.key,
                let transfer = transfers[id]
            else { continue }
            end(id, transfer.outcome(ccurl_message_result(message)))
        }
    }

    /// Ends what has been silent for too long.
    private func endSilent() {
        let now = ContinuousClock.now
        for (id, transfer) in transfers where transfer.isSilent(at: now) {
            end(id, .failure(transfer.stalled))
        }
    }

    private func end(_ id: Int, _ outcome: Result<Void, HTTPFailure>) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        curl_multi_remove_handle(inbox.multi, transfer.easy)
        transfer.close()
        transfer.channel.finish(outcome)
    }

    private func pollMilliseconds() -> Int32 {
        let now = ContinuousClock.now
        let nearest = transfers.values.compactMap { $0.silenceLeft(at: now) }.min() ?? .seconds(60)
        return Int32(clamping: max(1, min(nearest.milliseconds + 1, 60_000)))
    }

    /// A TLS write to a closed socket raises SIGPIPE on the writing thread; blocked here, it harms nobody.
    private func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) &* 1000 &+ Int(attoseconds / 1_000_000_000_000_000)
    }
}
