/// Where a server listens; loopback unless somebody decides otherwise.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or an IP address, such as `127.0.0.1` or `::`.
    public var host: String
    /// The TCP port; 0 lets the system choose, and the server's callback says which it was.
    public var port: Int

    /// Makes an address.
    public init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
