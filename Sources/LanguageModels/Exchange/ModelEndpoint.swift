import OutboundHTTP

/// Where and how one model is called.
struct ModelEndpoint: Sendable {
    var client: HTTPClient
    var url: String
    var headers: HTTPHeaders
    var limits: ModelLimits
    var waiting: RetryWaiting
    /// Never part of a message.
    var key: APIKey?

    /// - Parameters:
    ///   - base: the provider's URL, with or without a version.
    ///   - path: of its one method, under the version.
    init(
        _ configuration: ModelConfiguration, _ base: String, path: String, headers: HTTPHeaders, _ client: HTTPClient,
        _ waiting: RetryWaiting
    ) {
        self.client = client
        url = Self.url(base: base, path: path)
        self.headers = headers
        limits = configuration.limits
        self.waiting = waiting
        key = configuration.key
    }

    var retries: RetryPolicy { RetryPolicy(maximumAttempts: limits.maximumAttempts) }

    func request(_ body: [UInt8], isStreaming: Bool) -> HTTPRequest {
        var headers = headers
        headers["Content-Type"] = "application/json"
        headers["Accept"] = isStreaming ? "text/event-stream" : "application/json"
        return HTTPRequest(
            .post, url, headers: headers, body: body,
            timeouts: HTTPTimeouts(idle: limits.idle, total: limits.total), redirects: .never)
    }

    /// Text of a server, short and without the key.
    func shown(_ text: String) -> String {
        var text = String(text.prefix(500))
        if let secret = key?.secret, !secret.isEmpty {
            text = text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "(hidden)")
        }
        return text
    }

    /// Joins a base URL and a path under `/v1`, whether or not the base ends in a version.
    static func url(base: String, path: String) -> String {
        var base = base
        while base.hasSuffix("/") { base.removeLast() }
        let afterScheme = base.split(separator: "://", maxSplits: 1).last ?? ""
        let hasPath = afterScheme.contains("/")
        return hasPath ? "\(base)/\(path)" : "\(base)/v1/\(path)"
    }
}
