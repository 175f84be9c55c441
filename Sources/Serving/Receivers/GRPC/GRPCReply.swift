import FoundationEssentials
import NIOCore
import NIOHPACK
import NIOHTTP2
import SpanSources
import OTLP

/// The HTTP/2 frames that end a call.
enum GRPCReply {
    /// Headers, one uncompressed message, trailers.
    static func success(_ message: [UInt8]) -> [HTTP2Frame.FramePayload] {
        var frame = ByteBuffer()
        frame.writeInteger(UInt8(0))
        frame.writeInteger(UInt32(message.count))
        frame.writeBytes(message)
        return [
            .headers(.init(headers: opening)),
            .data(.init(data: .byteBuffer(frame))),
            .headers(.init(headers: ["grpc-status": "0"], endStream: true)),
        ]
    }

    /// Trailers alone, with the details a retrying client reads.
    static func failure(_ status: GRPCStatus) -> [HTTP2Frame.FramePayload] {
        var headers = opening
        headers.add(name: "grpc-status", value: String(status.code.rawValue))
        headers.add(name: "grpc-message", value: status.headerMessage)
        if let seconds = status.retryAfterSeconds {
            let details = OTLPResponse.status(
                code: status.code.rawValue, message: status.message, retryAfterSeconds: seconds, encoding: .protobuf)
            headers.add(name: "grpc-status-details-bin", value: Data(details).base64EncodedString())
        }
        return [.headers(.init(headers: headers, endStream: true))]
    }

    /// A plain HTTP refusal, for those who do not speak gRPC.
    static func refusal(httpStatus: Int) -> [HTTP2Frame.FramePayload] {
        [.headers(.init(headers: [":status": String(httpStatus)], endStream: true))]
    }

    private static var opening: HPACKHeaders {
        [":status": "200", "content-type": "application/grpc", "grpc-accept-encoding": "identity,gzip,deflate"]
    }
}
