import CCurl

/// One call in flight, on the driver thread only. libcurl's callbacks get an unretained pointer to it: the loop's
/// table holds it from before `curl_multi_add_handle` until after `curl_multi_remove_handle`.
final class Transfer {
    let channel: ResponseChannel
    let easy: UnsafeMutableRawPointer
    let request: HTTPRequest
    var headerList: UnsafeMutablePointer<curl_slist>?
    /// libcurl writes its reason here at any time while the handle lives; an array could move.
    let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private var head = HTTPHead(status: 0)
    private var headerBytes = 0
    private var isHeadDelivered = false
    private var isPaused = false
    private var isHeadTooLarge = false
    private var lastActivity = ContinuousClock.now

    /// Prepares a handle; nil where libcurl has no memory or refuses an option.
    init?(
        _ channel: ResponseChannel, _ request: HTTPRequest, _ configuration: HTTPClientConfiguration, isStreaming: Bool
    ) {
        guard let easy = curl_easy_init() else { return nil }
        self.channel = channel
        self.request = request
        self.easy = easy
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        guard configure(configuration, isStreaming: isStreaming) else {
            close()
            return nil
        }
    }

    /// Frees the handle; call once, after the multi handle has let go of it.
    func close() {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorBuffer.deallocate()
    }

    func resume() {
        guard isPaused else { return }
        isPaused = false
        lastActivity = .now
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    // MARK: Bytes from libcurl

    /// Takes one header line. False gives up the call.
    func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastActivity = .now
        headerBytes += bytes.count
        guard headerBytes <= 262_144 else {
            isHeadTooLarge = true
            return false
        }
        guard !isHeadDelivered else { return true }  // a trailer
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            let status = line.split(separator: " ", maxSplits: 2).dropFirst().first
            head = HTTPHead(status: status.flatMap { Int($0.prefix(3)) } ?? 0)
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...]
            head.headers.add(String(line[..<colon]), value.trimmingWhitespace)
        } else if line.allSatisfy(\.isWhitespace), head.status >= 200 {
            deliverHead()
        }
        return true
    }

    /// Takes a piece of the body, or says that the reader must catch up first.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastActivity = .now
        if !isHeadDelivered { deliverHead() }
        isPaused = !channel.deliver(bytes)
        return !isPaused
    }

    private func deliverHead() {
        isHeadDelivered = true
        channel.deliver(head)
    }

    // MARK: Ends

    /// Time until the call counts as stalled; nil while it is its reader who is slow.
    func silenceLeft(at now: ContinuousClock.Instant) -> Duration? {
        isPaused ? nil : request.timeouts.idle - lastActivity.duration(to: now)
    }

    func isSilent(at now: ContinuousClock.Instant) -> Bool { silenceLeft(at: now).map { $0 <= .zero } ?? false }

    var stalled: HTTPFailure {
        HTTPFailure(.stalled, "\(hostName) was silent for \(request.timeouts.idle)")
    }

    /// What libcurl's result means.
    func outcome(_ result: CURLcode) -> Result<Void, HTTPFailure> {
        if result == CURLE_OK { return .success(()) }
        if isHeadTooLarge { return .failure(HTTPFailure(.tooLarge, "\(hostName) sent too many headers")) }
        let reason = String(cString: errorBuffer)
        let words = reason.isEmpty ? String(cString: curl_easy_strerror(result)) : reason
        return .failure(HTTPFailure(HTTPFailure.Code(result), "\(hostName): \(words)"))
    }

    var hostName: String { (try? WebAddress(request.url).host) ?? "the server" }
}

extension Substring {
    /// The text without blanks, tabs and line ends around it.
    fileprivate var trimmingWhitespace: String {
        var rest = self
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
