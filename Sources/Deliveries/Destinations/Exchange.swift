import JSONValues
import OutboundHTTP
import Telemetry

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
        let after = Self.requestedWait(response)
        let reset = Self.resetTime(response)
        let isLimit = after != nil || reset != nil || words.lowercased().contains("rate limit")
        switch response.status {
        case 401: return DeliveryFailure(.refused, message, hint: "check the token")
        case 429,
            403 where isLimit:
            let wait = after ?? (reset == nil ? .seconds(60) : nil)
            return DeliveryFailure(.overloaded, message, retryAfter: wait, retryAt: reset)
        case 403, 404: return DeliveryFailure(.refused, message, hint: "check the address, and what the token may do")
        case 408, 409, 425, 500...: return DeliveryFailure(.unreachable, message, retryAfter: after)
        default: return DeliveryFailure(.refused, message)
        }
    }

    /// `Retry-After` in seconds, at most a day.
    private static func requestedWait(_ response: HTTPResponse) -> Duration? {
        guard let seconds = response.headers["retry-after"].flatMap({ Double($0) }), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }

    /// When GitHub's or GitLab's limit ends, once nothing of it remains.
    private static func resetTime(_ response: HTTPResponse) -> Timestamp? {
        for prefix in ["x-ratelimit", "ratelimit"] where response.headers["\(prefix)-remaining"] == "0" {
            guard let reset = response.headers["\(prefix)-reset"].flatMap({ Int64($0) }), reset < 1 << 33 else {
                continue
            }
            return Timestamp(nanoseconds: reset * 1_000_000_000)
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
