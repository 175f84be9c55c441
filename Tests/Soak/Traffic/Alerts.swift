import Foundation
import JSONValues
import OutboundHTTP

/// Files alerts with a whyd, as a team's alerting does.
struct Alerts: Sendable {
    let client: HTTPClient
    let url: String

    init(_ stage: Stage, to daemon: Daemon) {
        client = stage.client
        url = "\(daemon.webURL)/v1/signals/generic"
    }

    /// The number of the first alert that a text names.
    static func number(in text: String) -> Int? {
        guard let name = text.range(of: "soak alert ") else { return nil }
        return Int(text[name.upperBound...].prefix(while: \.isNumber))
    }

    /// Opens a case of its own for this number; gives the case's id.
    func open(_ number: Int, ticket: String? = nil) async throws -> Int64 {
        var data: [String: JSONValue] = [
            "title": .string("soak alert \(number)"), "key": .string("soak-\(number)"),
            "service": .string("soak-\(number)"),
        ]
        data["ticket"] = ticket.map { .string($0) }
        let body = Array(JSONValue.object(["type": "alert", "data": .object(data)]).text.utf8)
        let answer = try await client.send(
            HTTPRequest(.post, url, headers: ["Content-Type": "application/json"], body: body))
        guard answer.status == 202, let id = try JSONValue(parsing: answer.body)["cases"]?[0]?.integer else {
            throw SoakFailure("an alert was answered \(answer.status): \(answer.text)")
        }
        return id
    }
}
