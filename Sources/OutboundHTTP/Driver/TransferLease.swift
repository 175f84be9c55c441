/// Keeps a call alive: when the last holder lets go, the call ends.
final class TransferLease: Sendable {
    let channel: ResponseChannel
    /// Keeps the thread that feeds the channel.
    private let driver: CurlDriver

    init(channel: ResponseChannel, driver: CurlDriver) {
        self.channel = channel
        self.driver = driver
    }

    deinit { channel.cancel() }
}
