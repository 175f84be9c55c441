public import Telemetry

/// A webhook as it was received: the raw bytes, because signatures are over them.
public struct Webhook: Sendable {
    private let headers: [String: String]
    public let body: [UInt8]
    public let receivedAt: Timestamp

    /// Makes a webhook; header names may have any case.
    public init(headers: [String: String], body: [UInt8], receivedAt: Timestamp) {
        self.headers = Dictionary(
            headers.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        self.body = body
        self.receivedAt = receivedAt
    }

    /// A header's value; the name is in lower case.
    func header(_ name: String) -> String? { headers[name] }
}
