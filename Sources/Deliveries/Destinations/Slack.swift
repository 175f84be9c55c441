import Casebook
import Investigation
import JSONValues
public import OutboundHTTP
import Telemetry

/// `slack:C012AB3CD` or `slack:C012AB3CD/1712345678.000100`: a message in a channel or a thread.
public struct SlackMessage: ReportDestination {
    public static let schemes = ["slack"]
    public static let account = "slack"
    private let exchange: Exchange
    private let baseURL: String
    private let channel: String
    private let thread: String?

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        let parts = address.rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ DestinationAddress.isPlain($0, ".") }) else {
            throw DeliveryFailure(.badAddress, "'\(address)' names no channel", hint: "it looks like slack:C012AB3CD")
        }
        guard let token = account.token, !token.isEmpty else {
            throw DeliveryFailure(.notConfigured, "there is no Slack token", hint: "set SLACK_TOKEN")
        }
        channel = String(parts[0])
        thread = parts.count == 2 ? String(parts[1]) : nil
        baseURL = account.baseURL
        exchange = Exchange(
            name: "Slack", http: http,
            headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json;charset=utf-8"])
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        if let found = try await find(parcel) {
            return Receipt(remoteID: found["ts"]?.string, wasThere: true)
        }
        var body: [String: JSONValue] = [
            "channel": .string(channel), "unfurl_links": false, "unfurl_media": false,
            "text": .string(Self.escaped(PlainText.inline(.outside(parcel.report.report.title, limit: 200)))),
            "blocks": .array(Self.blocks(parcel)),
            "metadata": ["event_type": "whyd_report", "event_payload": ["key": .string(parcel.key)]],
        ]
        if let thread { body["thread_ts"] = .string(thread) }
        try await parcel.beforePosting()
        let posted = try await call(.post, "chat.postMessage", body: .object(body))
        return Receipt(remoteID: posted["ts"]?.string)
    }

    /// Header, the words, and a line with the key; words from outside are `plain_text`, which Slack does not interpret.
    static func blocks(_ parcel: Parcel) -> [JSONValue] {
        let message = parcel.message
        var blocks: [JSONValue] = []
        var total = 0
        for block in message.message.blocks {
            let text = PlainText.render(block).trimmed
            guard !text.isEmpty else { continue }
            var isHeading = false
            if case .heading = block { isHeading = true }
            let cut = String(text.prefix(isHeading ? 148 : 2900))
            total += cut.utf8.count
            // Slack refuses messages whose blocks add up to about 13,200 characters.
            guard blocks.count < 45, total < 12_000 else { break }
            let words: JSONValue = ["type": "plain_text", "text": .string(cut), "emoji": false]
            blocks.append(["type": isHeading ? "header" : "section", "text": words])
        }
        let footer = "whyd report \(parcel.report.id) \(parcel.key)"
        let link = parcel.link.map { " <\($0)|The whole report>" } ?? ""
        blocks.append(["type": "context", "elements": [["type": "mrkdwn", "text": .string(footer + link)]]])
        return blocks
    }

    private func find(_ parcel: Parcel) async throws(DeliveryFailure) -> JSONValue? {
        let oldest = Int64(parcel.report.createdAt.seconds)
        var query = "?channel=\(channel)&oldest=\(oldest)&limit=200&include_all_metadata=true"
        if let thread { query += "&ts=\(thread)" }
        var cursor = ""
        for _ in 0..<20 {
            let method = thread == nil ? "conversations.history" : "conversations.replies"
            let answer = try await call(.get, method + query + cursor)
            if let found = answer["messages"]?.array?.first(where: { $0.text.contains(parcel.key) }) { return found }
            guard let next = answer["response_metadata"]?["next_cursor"]?.string, !next.isEmpty else { return nil }
            cursor = "&cursor=\(Self.percentEncoded(next))"
        }
        return nil
    }

    /// Slack answers 200 and says in the body whether it did what was asked.
    private func call(
        _ method: HTTPMethod, _ path: String, body: JSONValue? = nil
    ) async throws(DeliveryFailure) -> JSONValue {
        let answer = try await exchange.call(method, "\(baseURL)/\(path)", body: body)
        guard answer["ok"]?.boolean == true else {
            let error = answer["error"]?.string ?? "unknown error"
            switch error {
            case "ratelimited", "service_unavailable", "internal_error", "fatal_error", "request_timeout":
                throw DeliveryFailure(.overloaded, "Slack answered \(error)")
            case "missing_scope":
                throw DeliveryFailure(
                    .refused, "Slack answered missing_scope",
                    hint: "the token needs chat:write, and channels:history to see what is there already")
            default: throw DeliveryFailure(.refused, "Slack answered \(error.prefix(100))")
            }
        }
        return answer
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII, character.isLetter || character.isNumber { return String(character) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" + digits : digits)
        }.joined()
    }
}
