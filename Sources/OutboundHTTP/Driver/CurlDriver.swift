import CCurl
import Glibc
import Synchronization

/// Owns the thread on which libcurl lives; the thread ends with the last reference.
final class CurlDriver: Sendable {
    private let inbox: DriverInbox
    private let configuration: HTTPClientConfiguration
    private let nextID = Atomic<Int>(1)

    private static let isLibraryReady: Bool = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init(configuration: HTTPClientConfiguration) {
        precondition(Self.isLibraryReady, "libcurl could not be initialised")
        guard let multi = curl_multi_init() else { preconditionFailure("libcurl gave no multi handle") }
        self.configuration = configuration
        inbox = DriverInbox(multi: multi)
        Self.startThread(TransferLoop.Start(inbox: inbox, configuration: configuration))
    }

    deinit { inbox.post(.stop) }

    /// Begins a call and returns once its head is there.
    func open(
        _ request: HTTPRequest, isStreaming: Bool
    ) async throws(HTTPFailure) -> (head: HTTPHead, lease: TransferLease) {
        let id = nextID.wrappingAdd(1, ordering: .relaxed).oldValue
        let channel = ResponseChannel(id: id, inbox: inbox, capacity: configuration.maximumBufferedBytes)
        let lease = TransferLease(channel: channel, driver: self)
        inbox.post(.start(channel, request, isStreaming: isStreaming))
        return (try await channel.awaitHead(), lease)
    }

    private static func startThread(_ start: TransferLoop.Start) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(start).toOpaque()
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<TransferLoop.Start>.fromOpaque(argument).takeRetainedValue()
                TransferLoop(start).run()
                return nil
            }, argument)
        precondition(result == 0, "no thread for outbound calls")
        pthread_detach(thread)
    }
}
