/// A whole answer.
public struct HTTPResponse: Sendable, Equatable {
    public var head: HTTPHead
    public var body: [UInt8]

    /// Makes an answer.
    public init(head: HTTPHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    public var status: Int { head.status }
    public var headers: HTTPHeaders { head.headers }
    public var isSuccess: Bool { head.isSuccess }

    /// The body as UTF-8, with replacement characters where it is not.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
