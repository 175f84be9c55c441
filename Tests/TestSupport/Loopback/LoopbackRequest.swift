/// A request as it arrived.
public struct LoopbackRequest: Sendable, Equatable {
    public var method: String
    /// Path and query.
    public var target: String
    /// Names in lower case.
    public var headers: [String: String]
    public var body: [UInt8]

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a server does with a request.
public struct LoopbackReply: Sendable {
    /// One act.
    public enum Step: Sendable {
        case send([UInt8])
        /// Say nothing more until the peer leaves.
        case hold
        /// End the connection in order.
        case close
        /// End it with a reset.
        case reset
    }

    public var steps: [Step]

    /// Makes a reply of acts.
    public init(_ steps: [Step]) { self.steps = steps }

    /// A whole answer with a length.
    public static func response(
        _ status: Int = 200, headers: [String: String] = [:], _ body: String = ""
    ) -> LoopbackReply {
        var lines = "HTTP/1.1 \(status) Status\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { lines += "\(name): \(value)\r\n" }
        return LoopbackReply([.send(Array("\(lines)content-length: \(body.utf8.count)\r\n\r\n\(body)".utf8))])
    }

    /// Chunks one after the other, then `end` (an orderly end of the body when nil).
    public static func chunked(
        _ chunks: [String], status: Int = 200, type: String = "text/event-stream", end: Step? = nil
    ) -> LoopbackReply {
        let head = "HTTP/1.1 \(status) Status\r\ncontent-type: \(type)\r\ntransfer-encoding: chunked\r\n\r\n"
        var steps: [Step] = [.send(Array(head.utf8))]
        for chunk in chunks where !chunk.isEmpty {
            steps.append(.send(Array("\(String(chunk.utf8.count, radix: 16))\r\n\(chunk)\r\n".utf8)))
        }
        steps.append(end ?? .send(Array("0\r\n\r\n".utf8)))
        return LoopbackReply(steps)
    }

    /// Bytes exactly as given, such as a captured answer; then the connection ends.
    public static func raw(_ bytes: [UInt8]) -> LoopbackReply { LoopbackReply([.send(bytes), .close]) }
}
