/// When a delivery is tried again.
public struct DeliveryPolicy: Sendable, Equatable {
    /// The most tries before it is given up.
    public var maximumAttempts: Int
    /// The wait after the first try; doubles with each.
    public var firstDelay: Duration
    public var maximumDelay: Duration
    /// The wait between two deliveries of one round; GitHub asks for a second between writes.
    public var spacing: Duration

    /// Makes a policy.
    public init(
        maximumAttempts: Int = 12, firstDelay: Duration = .seconds(5), maximumDelay: Duration = .seconds(3600),
        spacing: Duration = .seconds(1)
    ) {
        self.maximumAttempts = maximumAttempts
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
        self.spacing = spacing
    }

    /// The wait before the next try; nil gives up.
    ///
    /// - Parameter attempts: how many tries there were, the failed one included.
    public func delay(after failure: DeliveryFailure, attempts: Int) -> Duration? {
        guard failure.isTemporary, attempts < maximumAttempts else { return nil }
        let doubled = min(firstDelay * (1 << min(max(attempts - 1, 0), 20)), maximumDelay)
        return max(doubled, failure.retryAfter ?? .zero)
    }
}
