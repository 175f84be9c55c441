/// What holds for every call of a client.
public struct HTTPClientConfiguration: Sendable, Equatable {
    /// The proxy calls go through, such as `http://proxy.internal:3128`; nil calls directly.
    ///
    /// The environment's proxy variables are never read here: whoever reads the configuration passes them in.
    public var proxy: String?
    /// Hosts and domains that are called without the proxy.
    public var hostsWithoutProxy: [String]
    /// A file of certificate authorities to trust instead of the system's.
    public var certificateAuthorities: String?
    public var userAgent: String
    /// The most connections open at once.
    public var maximumConnections: Int
    /// The most bytes of one answer that wait for a slow reader before the peer is slowed down.
    public var maximumBufferedBytes: Int

    /// Makes a configuration.
    public init(
        proxy: String? = nil, hostsWithoutProxy: [String] = [], certificateAuthorities: String? = nil,
        userAgent: String = "whyd", maximumConnections: Int = 64, maximumBufferedBytes: Int = 262_144
    ) {
        self.proxy = proxy
        self.hostsWithoutProxy = hostsWithoutProxy
        self.certificateAuthorities = certificateAuthorities
        self.userAgent = userAgent
        self.maximumConnections = maximumConnections
        self.maximumBufferedBytes = maximumBufferedBytes
    }
}
