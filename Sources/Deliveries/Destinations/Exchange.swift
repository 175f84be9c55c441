import FoundationEssentials
import JSONValues
import OutboundHTTP

/// Calls one destination's JSON API and turns what goes wrong into a `DeliveryFailure`.
struct Exchange: Sendable {
    /// The name people know it by, for messages.
    var name: String
    var http: HTTPClient
    var headers: HTTPHeaders

    /// Every call ends within this time, so that a claim on a delivery outlives it.
    static let timeouts = HTTPTimeouts(connect: .seconds(5), idle: .seconds(15), total: .seconds(20))

    /// The answer's JSON; null for an empty body.
    func call(
        _ method: HTTPMethod, _ url: String, body: JSONValue? = nil
    ) async throws(DeliveryFailure) -> JSONValue {
        let response = try await send(method, url, body: body.map { Array($0.text.utf8) })
        guard response.isSuccess else { throw failure(response) }
        guard !response.body.isEmpty else { return .null }
        do {
            return try JSONValue(parsing: response.body)
        } catch {
            throw DeliveryFailure(.unreachable, "\(name) answered with something that is not JSON")
        }
    }

    func send(
        _ method: HTTPMethod, _ url: String, body: [UInt8]?
    ) async throws(DeliveryFailure) -> HTTPResponse {
        var headers = headers
        if body != nil, headers["Content-Type"] == nil { headers["Content-Type"] = "application/json" }
        var request = HTTPRequest(
            method, url, headers: headers, body: body, timeouts: Self.timeouts, redirects: .never)
        request.opensConnection = method != .get
        do {
            return try await http.send(request)
        } catch {
            switch error.code {
            case .invalidRequest, .redirectRefused:
                throw DeliveryFailure(.refused, "\(name) cannot be called: \(error.message)", hint: error.hint)
            default:
                throw DeliveryFailure(.unreachable, "\(name) cannot be reached: \(error.message)", hint: error.hint)
            }
        }
    }

    func failure(_ response: HTTPResponse) -> DeliveryFailure {
        let words = Self.reason(response).map { ": \($0)" } ?? ""
        let message = "\(name) answered \(response.status)\(words)"
        let wait = Self.requestedWait(response)
        switch response.status {
        case 401: return DeliveryFailure(.refused, message, hint: "check the token")
        case 403 where wait != nil || words.contains("rate limit"):
            return DeliveryFailure(.overloaded, message, retryAfter: wait ?? .seconds(60))
        case 403, 404: return DeliveryFailure(.refused, message, hint: "check the address, and what the token may do")
        case 429: return DeliveryFailure(.overloaded, message, retryAfter: wait ?? .seconds(60))
        case 408, 409, 425, 500...: return DeliveryFailure(.unreachable, message, retryAfter: wait)
        default: return DeliveryFailure(.refused, message)
        }
    }

    /// `Retry-After` in seconds, or the reset time GitHub and GitLab name once nothing remains.
    private static func requestedWait(_ response: HTTPResponse) -> Duration? {
        if let seconds = response.headers["retry-after"].flatMap({ Double($0) }), seconds >= 0, seconds.isFinite {
            return .seconds(min(seconds, 86_400))
        }
        for prefix in ["x-ratelimit", "ratelimit"] where response.headers["\(prefix)-remaining"] == "0" {
            guard let reset = response.headers["\(prefix)-reset"].flatMap({ Double($0) }) else { continue }
            return .seconds(min(max(reset - Date().timeIntervalSince1970, 1), 86_400))
        }
        return nil
    }

    /// The first words of the answer that say what is wrong.
    private static func reason(_ response: HTTPResponse) -> String? {
        guard let body = try? JSONValue(parsing: response.body) else { return nil }
        let words = body["message"]?.string ?? body["error"]?.string ?? body["error"]?["message"]?.string
        let listed = body["errorMessages"]?.array?.compactMap(\.string).joined(separator: "; ")
        return (words ?? listed).map { String($0.prefix(200)) }
    }
}

extension JSONValue {
    /// A remote id as text, whichever kind of value it is.
    var idText: String? { string ?? integer.map(String.init) }
}
