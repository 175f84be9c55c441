/// What one sender, and all senders together, may ask of the receivers.
public struct ReceiverLimits: Sendable, Hashable {
    /// The largest export request in bytes, measured as sent and again after decompression.
    ///
    /// 64 MiB is what the OTLP specification (1.11) recommends.
    public var maximumRequestBytes = 64 << 20
    /// The bytes of all requests that are being received or stored at one time; beyond it senders are told to come back.
    public var maximumBytesInFlight = 256 << 20
    /// How long a sender may take over one request's body.
    public var bodyDeadline: Duration = .seconds(60)
    /// How long a connection may be silent.
    public var idleTimeout: Duration = .seconds(90)
    /// How many connections each receiver holds at one time.
    public var maximumConnections = 1024
    /// How many requests one HTTP/2 connection may have open.
    public var maximumStreamsPerConnection = 100
    /// How long open requests may go on after the daemon was asked to stop.
    public var shutdownGrace: Duration = .seconds(10)
    /// What senders are told to wait when too much is in flight.
    public var retryAfterSeconds = 1

    /// Makes the default limits.
    public init() {}
}
