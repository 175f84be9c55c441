/// The texts that codes stand for.
struct Vocabulary: Sendable {
    static let services = ["gateway"] + (0..<8).map { "service-\($0)" } + (0..<3).map { "backend-\($0)" }
    static let routes = (0..<40).map { "/api/v1/resource-\($0)" }
    static let methods = ["GET", "POST", "PUT", "DELETE"]
    /// Roots and their servers, then backends, then clients.
    static let names =
        routes.enumerated().map { "\(methods[$0.offset % 4]) \($0.element)" }
        + (0..<6).map { "backend operation \($0)" }
        + [
            "call service", "SELECT orders", "SELECT prices", "UPDATE stock", "cache get", "call backend",
            "publish event",
        ]
    static let versions = ["1.4.0", "1.5.0", "1.5.1"]
    static let environments = ["production", "staging"]
    static let hosts = (0..<20).map { "host-\($0)" }
    static let pods = services.flatMap { service in (0..<5).map { "\(service)-pod-\($0)" } }
    static let regions = ["eu-west", "eu-north", "us-east", "ap-south"]
    static let plans = ["free", "starter", "team", "enterprise"]
    static let variants = ["control", "fast-path", "new-cart"]
    static let clients = (0..<30).map { "app/3.\($0)" }
    static let payloads = ["json", "form", "image", "video", "text", "binary", "xml", "empty"]

    /// Distinct users and sessions grow with the data.
    let users: Int
    let sessions: Int
    static let tenants = 500

    init(spans: Int) {
        users = min(50_000, max(100, spans / 100))
        sessions = max(100, spans / 50)
    }
}
