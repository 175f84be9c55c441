/// One call to a server.
public struct HTTPRequest: Sendable, Equatable {
    public var method: HTTPMethod
    /// An absolute `http` or `https` URL.
    public var url: String
    public var headers: HTTPHeaders
    /// What is sent; nil sends no body.
    public var body: [UInt8]?
    public var timeouts: HTTPTimeouts
    public var redirects: RedirectRule
    /// The path of a unix socket to connect to instead of the URL's host.
    public var unixSocket: String?
    /// Whether the call opens a connection of its own. libcurl sends a request again by itself when a kept connection
    /// turns out to be dead, and what must not arrive twice cannot rely on the peer not having read it.
    public var opensConnection = false

    /// Makes a request.
    public init(
        _ method: HTTPMethod = .get, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
        timeouts: HTTPTimeouts = HTTPTimeouts(), redirects: RedirectRule = .sameHost, unixSocket: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.redirects = redirects
        self.unixSocket = unixSocket
    }
}

/// The methods whyd uses.
public enum HTTPMethod: String, Sendable, Codable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
}

/// How long a call may take.
public struct HTTPTimeouts: Sendable, Equatable {
    public var connect: Duration
    /// The longest silence, before the first byte of the answer and between any two.
    public var idle: Duration
    /// The longest time for the whole exchange; nil for none.
    public var total: Duration?

    /// Makes timeouts.
    public init(connect: Duration = .seconds(10), idle: Duration = .seconds(60), total: Duration? = nil) {
        self.connect = connect
        self.idle = idle
        self.total = total
    }
}

/// Whether an answer that points elsewhere is followed; `send` follows, `stream` never does.
public enum RedirectRule: Sendable, Equatable {
    /// Give the redirect back as the answer.
    case never
    /// Follow GET and HEAD while scheme, host and port stay; credentials never leave the host they were meant for.
    case sameHost
}
