import NIOCore
import NIOHPACK

/// Turns the headers and data of one HTTP/2 stream into one unary gRPC request.
///
/// Pure: bytes in, a step out. Refuses as soon as it can, so that a length prefix of 2 GiB costs five bytes.
struct GRPCRequestReader {
    /// What the stream should do now.
    enum Step: Equatable {
        /// Wait for more.
        case wait
        /// The request is whole.
        case call(Request)
        /// The call ends here.
        case fail(GRPCStatus)
        /// Not gRPC at all: an HTTP status without gRPC trailers.
        case refuse(httpStatus: Int)
    }

    /// A whole unary request.
    struct Request: Equatable {
        var path: String
        var compression: ExportDelivery.Compression
        var message: ByteBuffer
    }

    private let maximumMessageBytes: Int
    private var path: String?
    private var messageEncoding = "identity"
    private var body = ByteBuffer()
    private var expectedBytes: Int?

    init(maximumMessageBytes: Int) { self.maximumMessageBytes = maximumMessageBytes }

    /// Takes the request's headers.
    mutating func receive(_ headers: HPACKHeaders, endStream: Bool) -> Step {
        guard path == nil else { return endStream ? finish() : .wait }
        guard headers.first(name: ":method") == "POST" else { return .refuse(httpStatus: 405) }
        guard let type = headers.first(name: "content-type"), Self.isGRPC(type) else {
            return .refuse(httpStatus: 415)
        }
        path = headers.first(name: ":path") ?? ""
        messageEncoding = headers.first(name: "grpc-encoding")?.lowercased() ?? "identity"
        return endStream ? finish() : .wait
    }

    /// Takes a piece of the body.
    mutating func receive(_ data: inout ByteBuffer, endStream: Bool) -> Step {
        body.writeBuffer(&data)
        if expectedBytes == nil, let length = body.getInteger(at: body.readerIndex + 1, as: UInt32.self) {
            expectedBytes = Int(length) + 5
            guard Int(length) <= maximumMessageBytes else {
                return .fail(GRPCStatus(.resourceExhausted, "a message may have at most \(maximumMessageBytes) bytes"))
            }
        }
        if let expectedBytes, body.readableBytes > expectedBytes {
            return .fail(GRPCStatus(.unimplemented, "an export call takes exactly one message"))
        }
        return endStream ? finish() : .wait
    }

    private mutating func finish() -> Step {
        guard let path, let flag: UInt8 = body.readInteger(), let length: UInt32 = body.readInteger(),
            let message = body.readSlice(length: Int(length)), body.readableBytes == 0
        else { return .fail(GRPCStatus(.internalError, "the stream ended inside a message")) }
        guard let compression = Self.compression(flag: flag, encoding: messageEncoding) else {
            return .fail(GRPCStatus(.unimplemented, "messages may be plain or compressed with gzip or deflate"))
        }
        return .call(Request(path: path, compression: compression, message: message))
    }

    /// `application/grpc` alone or with `+proto`; other message formats are not protobuf.
    private static func isGRPC(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return type == "application/grpc" || type == "application/grpc+proto"
    }

    private static func compression(flag: UInt8, encoding: String) -> ExportDelivery.Compression? {
        switch (flag, encoding) {
        case (0, _): .some(.none)
        case (1, "gzip"): .gzip
        case (1, "deflate"): .deflate
        default: nil
        }
    }
}
