import Casebook
import FoundationEssentials
import JSONValues
public import OutboundHTTP
import Telemetry
import ToolKit

/// `webhook:`: the whole report as JSON, signed as standardwebhooks.com says, to the one configured URL.
///
/// The URL never stands in an address, so that no signal can send a report somewhere else. Nothing can be looked up at
/// a webhook: the message id is the same every time, and receivers drop what they have.
public struct StandardWebhook: ReportDestination {
    public static let schemes = ["webhook"]
    public static let account = "webhook"
    private let url: String
    private let secret: [UInt8]
    private let http: HTTPClient

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        guard address.rest == "default" else {
            throw DeliveryFailure(.badAddress, "'\(address)' names no webhook", hint: "it is webhook:default")
        }
        guard let token = account.token, !account.baseURL.isEmpty else {
            throw DeliveryFailure(.notConfigured, "the webhook has no URL or no secret")
        }
        let text = token.hasPrefix("whsec_") ? String(token.dropFirst("whsec_".count)) : token
        guard let data = Data(base64Encoded: text), data.count >= 24 else {
            throw DeliveryFailure(
                .notConfigured, "the webhook's secret is not one",
                hint: "it is whsec_ and at least 24 random bytes in Base64")
        }
        url = account.baseURL
        secret = Array(data)
        self.http = http
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let id = "msg_\(parcel.key)"
        let seconds = String(Int64(parcel.sentAt.seconds))
        let payload = try Self.payload(parcel)
        let signature = ContentHash.hmac(key: secret, Array("\(id).\(seconds).\(payload)".utf8))
        let exchange = Exchange(
            name: "the webhook", http: http,
            headers: [
                "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": seconds,
                "webhook-signature": "v1,\(Data(signature).base64EncodedString())",
            ])
        try await parcel.beforePosting()
        let response = try await exchange.send(.post, url, body: Array(payload.utf8))
        guard response.isSuccess else { throw exchange.failure(response) }
        return Receipt(remoteID: id)
    }

    private static func payload(_ parcel: Parcel) throws(DeliveryFailure) -> String {
        do {
            var data: [String: JSONValue] = [
                "id": .integer(parcel.report.id), "key": .string(parcel.key),
                "report": try JSONValue(encoding: parcel.report.report),
            ]
            if let link = parcel.link { data["url"] = .string(link) }
            let message: JSONValue = [
                "type": "report.published", "timestamp": .string(parcel.report.createdAt.description),
                "data": .object(data),
            ]
            return message.text
        } catch {
            throw DeliveryFailure(.refused, "the report cannot be written as JSON: \(error.message)")
        }
    }
}
