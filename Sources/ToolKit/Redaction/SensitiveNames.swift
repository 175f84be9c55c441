/// Attribute and member names whose values are masked whole, whatever they look like.
enum SensitiveNames {
    private static let exact: [String: String] = [
        "cookie": "secret", "set-cookie": "secret", "authorization": "secret", "proxy-authorization": "secret",
        "x-api-key": "secret", "enduser.id": "user", "enduser.pseudo.id": "user", "user.email": "email",
        "user.full_name": "user", "user.name": "user", "user.id": "user", "user.hash": "user", "url.query": "query",
        "http.request.header.authorization": "secret", "http.request.header.cookie": "secret",
        "http.response.header.set-cookie": "secret", "client.address": "ip", "http.client_ip": "ip",
        "net.peer.ip": "ip", "client.socket.address": "ip",
    ]
    private static let endings = [
        "password", "passwd", "secret", "token", "api_key", "apikey", "private_key", "credential", "credentials",
        "authorization",
    ]

    /// The kind of pseudonym for values under a name; nil where the name tells nothing.
    static func kind(of name: String) -> String? {
        var name = name.lowercased()
        for scope in ["span.", "resource.", "instrumentation.", "event."] where name.hasPrefix(scope) {
            name.removeFirst(scope.count)
        }
        if let kind = exact[name] { return kind }
        if name.hasPrefix("db.query.parameter.") || name.hasPrefix("db.operation.parameter.") { return "parameter" }
        for ending in endings where name.hasSuffix(ending) {
            let before = name.dropLast(ending.count).last
            if before == nil || before == "." || before == "_" || before == "-" { return "secret" }
        }
        return nil
    }
}
