import CCurl

/// A URL taken apart by the same parser that will call it.
struct WebAddress: Equatable {
    let url: String
    let scheme: String
    let host: String
    let port: String

    /// Parses an absolute URL.
    ///
    /// - Throws: `HTTPFailure.invalidRequest` for anything but http and https.
    init(_ url: String) throws(HTTPFailure) { try self.init(url, relativeTo: nil) }

    /// Parses a URL as it would be read on a page at `base`.
    init(_ url: String, relativeTo base: WebAddress?) throws(HTTPFailure) {
        guard !url.utf8.contains(where: { $0 <= 32 || $0 == 127 }) else {
            throw HTTPFailure(.invalidRequest, "the URL holds a space or a control character")
        }
        guard let handle = curl_url() else { throw HTTPFailure(.invalidRequest, "no memory to read a URL") }
        defer { curl_url_cleanup(handle) }
        if let base { curl_url_set(handle, CURLUPART_URL, base.url, 0) }
        guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = Self.part(CURLUPART_SCHEME, handle), let host = Self.part(CURLUPART_HOST, handle),
            let whole = Self.part(CURLUPART_URL, handle)
        else { throw HTTPFailure(.invalidRequest, "the URL is not one", hint: "it looks like https://host/path") }
        guard scheme == "http" || scheme == "https" else {
            throw HTTPFailure(
                .invalidRequest, "the URL's scheme is '\(scheme)'", hint: "only http and https are called")
        }
        self.url = whole
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = Self.part(CURLUPART_PORT, handle, UInt32(CURLU_DEFAULT_PORT)) ?? ""
    }

    /// Whether scheme, host and port are the same.
    func isSameHost(as other: WebAddress) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    private static func part(_ part: CURLUPart, _ handle: OpaquePointer, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
