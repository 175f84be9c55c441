import Casebook
import HTTPTypes
import Hummingbird
import JSONValues
import NIOCore

extension Response {
    /// A JSON answer that nobody may cache.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: value.text + "\n")))
    }

    /// `{"error": {"code": …, "message": …, "hint": …}}`.
    static func failure(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, hint: String? = nil, retryAfter: Int? = nil
    ) -> Response {
        var error: [String: JSONValue] = ["code": .string(code), "message": .string(message)]
        if let hint { error["hint"] = .string(hint) }
        var response = json(.object(["error": .object(error)]), status: status)
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }

    /// What the casebook could not do; everything but a missing thing is worth another try.
    static func failure(_ error: CasebookError) -> Response {
        error.code == .notFound
            ? failure(.notFound, error.code.rawValue, error.message, hint: error.hint)
            : failure(.serviceUnavailable, error.code.rawValue, error.message, hint: error.hint, retryAfter: 5)
    }
}
