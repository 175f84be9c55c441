import JSONValues
public import OutboundHTTP

/// `pagerduty:PT4KHLK`: a note on an incident. Notes cannot be changed later.
public struct PagerDutyNote: ReportDestination {
    public static let schemes = ["pagerduty"]
    public static let account = "pagerduty"
    private let exchange: Exchange
    private let notes: String

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        guard DestinationAddress.isPlain(address.rest, "-") else {
            throw DeliveryFailure(
                .badAddress, "'\(address)' names no incident", hint: "it looks like pagerduty:PT4KHLK")
        }
        guard let token = account.token, !token.isEmpty else {
            throw DeliveryFailure(.notConfigured, "there is no PagerDuty token", hint: "set PAGERDUTY_TOKEN")
        }
        var headers: HTTPHeaders = [
            "Accept": "application/vnd.pagerduty+json;version=2", "Authorization": "Token token=\(token)",
        ]
        // Keys of a whole account need to say in whose name they write.
        if let user = account.user { headers["From"] = user }
        exchange = Exchange(name: "PagerDuty", http: http, headers: headers)
        notes = "\(account.baseURL)/incidents/\(address.rest)/notes"
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        let reference = "Reference \(parcel.key)"
        let known = try await exchange.call(.get, notes)
        guard let list = known["notes"]?.array else {
            throw DeliveryFailure(.unreachable, "PagerDuty's list of notes is not a list")
        }
        if let found = list.first(where: { $0["content"]?.string?.contains(reference) == true }) {
            return Receipt(remoteID: found["id"]?.idText, wasThere: true)
        }
        let content = PlainText.render(parcel.message, end: reference, limit: 25_000)
        try await parcel.beforePosting()
        let posted = try await exchange.call(.post, notes, body: ["note": ["content": .string(content)]])
        return Receipt(remoteID: posted["note"]?["id"]?.idText)
    }
}
