/// The first part of an answer.
public struct HTTPHead: Sendable, Equatable {
    public var status: Int
    public var headers: HTTPHeaders

    /// Makes a head.
    public init(status: Int, headers: HTTPHeaders = [:]) {
        self.status = status
        self.headers = headers
    }

    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }
}
