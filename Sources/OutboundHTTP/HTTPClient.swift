/// Calls out. One thread and one pool of connections; share it. The thread ends with the last reference.
///
/// Redirects stay on the host that was asked for, schemes other than http and https are refused, and the environment
/// is not read.
public final class HTTPClient: Sendable {
    private let driver: CurlDriver

    /// Makes a client.
    public init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        driver = CurlDriver(configuration: configuration)
    }

    /// Calls and reads the whole answer, whatever its status.
    ///
    /// - Parameter limit: the most bytes of body to take, after decompression.
    /// - Throws: `HTTPFailure` where there is no whole answer.
    public func send(_ request: HTTPRequest, limit: Int = 16_777_216) async throws(HTTPFailure) -> HTTPResponse {
        var request = request
        for _ in 0...5 {
            try request.check()
            let (head, lease) = try await driver.open(request, isStreaming: false)
            guard let next = try request.redirected(by: head) else {
                return HTTPResponse(
                    head: head, body: try await HTTPStream(head: head, body: .init(lease: lease)).collect(limit: limit))
            }
            request.url = next
        }
        throw HTTPFailure(.redirectRefused, "more than five redirects")
    }

    /// Calls and hands over the answer while it arrives, whatever its status; redirects are not followed.
    ///
    /// - Throws: `HTTPFailure` where there is no answer.
    public func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        try request.check()
        let (head, lease) = try await driver.open(request, isStreaming: true)
        return HTTPStream(head: head, body: .init(lease: lease))
    }
}

extension HTTPRequest {
    /// Where to ask next, if the answer is a redirect that may be followed.
    func redirected(by head: HTTPHead) throws(HTTPFailure) -> String? {
        guard redirects == .sameHost, method == .get || method == .head,
            [301, 302, 303, 307, 308].contains(head.status), let location = head.headers["location"]
        else { return nil }
        let here = try WebAddress(url)
        let there = try WebAddress(location, relativeTo: here)
        guard there.isSameHost(as: here) else {
            throw HTTPFailure(
                .redirectRefused, "\(here.host) redirects to \(there.host)",
                hint: "configure the URL of \(there.host) itself if it is to be trusted")
        }
        return there.url
    }
}
