import OutboundHTTP

/// Sends OTLP requests to one whyd over HTTP.
struct Exporter: Sendable {
    let client: HTTPClient
    let url: String

    init(_ stage: Stage, to daemon: Daemon) {
        client = stage.client
        url = daemon.tracesURL
    }

    /// The answer's status; nil where there was no whole answer.
    func send(_ body: [UInt8], headers: HTTPHeaders = ["Content-Type": "application/x-protobuf"]) async -> Int? {
        let request = HTTPRequest(
            .post, url, headers: headers, body: body, timeouts: HTTPTimeouts(idle: .seconds(20), total: .seconds(60)))
        return try? await client.send(request).status
    }
}
