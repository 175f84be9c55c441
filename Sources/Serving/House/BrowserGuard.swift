import HTTPTypes
import Hummingbird

/// Keeps web pages of other sites from reading or posting through a browser on this machine.
///
/// Every answer forbids framing, sniffing and anything that is not on the page itself. On loopback, pages and the API
/// answer only to the machine's own names, so that a name which resolves to 127.0.0.1 gains nothing (DNS rebinding).
struct BrowserGuard<Context: RequestContext>: RouterMiddleware {
    let isLoopback: Bool

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let origin = request.headers[.origin], !isOwn(origin: origin, request) {
            return .failure(.forbidden, "foreign_origin", "requests from pages of other sites are not taken")
        }
        if isLoopback, request.method != .post, let host = request.head.authority, !Self.isLocal(host) {
            return .failure(
                .misdirectedRequest, "foreign_host", "this port answers only to localhost",
                hint: "set listen.host in whyd.yaml to serve other names")
        }
        var response = try await next(request, context)
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    private func isOwn(origin: String, _ request: Request) -> Bool {
        guard let host = request.head.authority else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private static func isLocal(_ host: String) -> Bool {
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        return name == "localhost" || name == "[::1]" || name.hasPrefix("127.")
    }

    private static var headers: [(HTTPField.Name, String)] {
        [
            (
                .contentSecurityPolicy,
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            (.xContentTypeOptions, "nosniff"),
            (.referrerPolicy, "no-referrer"),
        ]
    }
}

extension HTTPField.Name {
    /// Which address a browser tells other sites; it has no constant in HTTPTypes.
    fileprivate static var referrerPolicy: HTTPField.Name {
        HTTPField.Name("Referrer-Policy") ?? .xContentTypeOptions
    }
}
