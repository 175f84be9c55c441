import JSONValues
import ToolKit

/// Which era a request speaks; each request decides for itself.
enum MCPRequestEra: Sendable, Equatable {
    case modern, legacy

    /// Reads it off the request.
    ///
    /// - Throws: `MCPError` for a version whyd does not speak, or a modern request without its declarations.
    init(method: String, parameters: JSONValue) throws(MCPError) {
        guard let version = parameters["_meta"]?[MCPVersion.versionKey] else {
            if method == "server/discover" {
                throw MCPError(.invalidParameters, "_meta has no \(MCPVersion.versionKey)")
            }
            self = .legacy
            return
        }
        guard version.string == MCPVersion.modern else {
            throw MCPError(
                .unsupportedVersion, "version \(version.text.prefix(40)) is not spoken here",
                data: ["supported": [.string(MCPVersion.modern)], "requested": version])
        }
        guard parameters["_meta"]?[MCPVersion.capabilitiesKey]?.object != nil else {
            throw MCPError(.invalidParameters, "_meta has no \(MCPVersion.capabilitiesKey)")
        }
        self = .modern
    }

    /// A result with what the era adds to it.
    func completed(_ result: [String: JSONValue]) -> JSONValue {
        guard self == .modern else { return .object(result) }
        var result = result
        result["resultType"] = "complete"
        result["_meta"] = [MCPVersion.serverKey: MCPVersion.identity]
        return .object(result)
    }
}
