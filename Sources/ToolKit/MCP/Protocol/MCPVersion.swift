public import JSONValues

/// The protocol's two eras: with a handshake (up to 2025-11-25) and without (2026-07-28).
public enum MCPVersion {
    /// Every request says everything; no handshake, no session.
    public static let modern = "2026-07-28"
    /// Versions that begin with `initialize`, newest first.
    public static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

    public static let versionKey = "io.modelcontextprotocol/protocolVersion"
    public static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
    public static let clientKey = "io.modelcontextprotocol/clientInfo"
    public static let serverKey = "io.modelcontextprotocol/serverInfo"

    /// Who whyd says it is.
    public static let identity: JSONValue = ["name": "whyd", "version": "1"]
}
