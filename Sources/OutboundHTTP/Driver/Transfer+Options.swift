import CCurl

extension Transfer {
    /// Sets every option of the handle.
    func configure(_ configuration: HTTPClientConfiguration, isStreaming: Bool) -> Bool {
        let results = [
            set(CURLOPT_NOSIGNAL, 1),
            set(CURLOPT_PROTOCOLS_STR, "http,https"),
            set(CURLOPT_URL, request.url),
            set(CURLOPT_FOLLOWLOCATION, 0),
            set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
            set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            set(CURLOPT_USERAGENT, configuration.userAgent),
            // An empty text keeps libcurl from reading the environment.
            set(CURLOPT_PROXY, configuration.proxy ?? ""),
            set(CURLOPT_NOPROXY, configuration.hostsWithoutProxy.joined(separator: ",")),
            set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.timeouts.connect.milliseconds)),
            ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorBuffer),
        ]
        guard results.allSatisfy({ $0 == CURLE_OK }) else { return false }
        return setOptional(configuration, isStreaming: isStreaming) && setMethod() && setHeaders() && setCallbacks()
    }

    private func setOptional(_ configuration: HTTPClientConfiguration, isStreaming: Bool) -> Bool {
        var results: [CURLcode] = []
        // Compressed streams tend to arrive in lumps; a whole answer may be compressed in any way libcurl knows.
        if !isStreaming { results.append(set(CURLOPT_ACCEPT_ENCODING, "")) }
        if let total = request.timeouts.total { results.append(set(CURLOPT_TIMEOUT_MS, max(1, total.milliseconds))) }
        if request.opensConnection { results.append(set(CURLOPT_FRESH_CONNECT, 1)) }
        if let path = request.unixSocket { results.append(set(CURLOPT_UNIX_SOCKET_PATH, path)) }
        if let path = configuration.certificateAuthorities { results.append(set(CURLOPT_CAINFO, path)) }
        return results.allSatisfy { $0 == CURLE_OK }
    }

    private func setMethod() -> Bool {
        if request.method == .head { return set(CURLOPT_NOBODY, 1) == CURLE_OK }
        var results: [CURLcode] = []
        let body = request.body ?? (request.method == .get || request.method == .delete ? nil : [])
        if let body {
            results.append(ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            var copy = body.isEmpty ? [0] : body  // libcurl takes a null pointer for "read it from a callback"
            results.append(
                copy.withUnsafeMutableBytes { ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) })
        }
        results.append(set(CURLOPT_CUSTOMREQUEST, request.method.rawValue))
        return results.allSatisfy { $0 == CURLE_OK }
    }

    private func setHeaders() -> Bool {
        // No waiting for "100 Continue".
        for line in ["Expect:"]
            + request.headers.lines.map({ $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" })
        {
            guard let list = curl_slist_append(headerList, line) else { return false }
            headerList = list
        }
        return ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList) == CURLE_OK
    }

    private func setCallbacks() -> Bool {
        let me = Unmanaged.passUnretained(self).toOpaque()
        let results = [
            ccurl_set_pointer(easy, CURLOPT_HEADERDATA, me),
            ccurl_set_write_function(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return transfer.receiveHeader(line) ? line.count : 0
            },
            ccurl_set_pointer(easy, CURLOPT_WRITEDATA, me),
            ccurl_set_write_function(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let context else { return 0 }
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return transfer.receiveBody(piece) ? piece.count : Int(CURL_WRITEFUNC_PAUSE)
            },
        ]
        return results.allSatisfy { $0 == CURLE_OK }
    }

    private func set(_ option: CURLoption, _ value: Int) -> CURLcode { ccurl_set_long(easy, option, value) }

    private func set(_ option: CURLoption, _ value: String) -> CURLcode { ccurl_set_string(easy, option, value) }
}

extension HTTPFailure.Code {
    /// What a result of libcurl means to a caller.
    init(_ result: CURLcode) {
        switch result {
        case CURLE_URL_MALFORMAT: self = .invalidRequest
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2_STREAM:
            self = .cutOff
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER:
            self = .insecure
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
            self = .unreachable
        default: self = .malformedAnswer
        }
    }
}
