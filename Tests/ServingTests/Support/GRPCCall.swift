import NIOCore
import NIOHPACK

/// One unary call on a connection of its own, written frame by frame.
struct GRPCCall: Sendable {
    var port: Int
    var path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
    var contentType = "application/grpc"
    var encoding = "identity"

    /// What came back.
    struct Answer: Sendable {
        var headers: HPACKHeaders
        var data: [UInt8]

        var status: String? { headers.first(name: "grpc-status") }
    }

    /// Sends a message in a well-formed frame.
    func send(_ message: [UInt8], isCompressed: Bool = false) async throws -> Answer {
        var prefix = ByteBuffer()
        prefix.writeInteger(UInt8(isCompressed ? 1 : 0))
        prefix.writeInteger(UInt32(message.count))
        return try await send(framed: Array(prefix.readableBytesView) + message)
    }

    /// Sends a body as it is.
    func send(framed body: [UInt8]) async throws -> Answer {
        let received = try await RawConnection.exchange(try opening() + Self.dataFrames(body), port: port) {
            HTTP2Frames.split($0).contains { $0.stream == 1 && $0.endsStream }
        }
        let frames = HTTP2Frames.split(received)
        var all = HPACKHeaders()
        for headers in try HTTP2Frames.headers(in: frames)[1] ?? [] { all.add(contentsOf: headers) }
        return Answer(headers: all, data: frames.filter { $0.type == 0 && $0.stream == 1 }.flatMap(\.payload))
    }

    /// Preface, settings and the headers of stream 1.
    func opening() throws -> [UInt8] {
        HTTP2Frames.preface + HTTP2Frames.frame(type: 4) + (try headersFrame(stream: 1))
    }

    /// A HEADERS frame for a call on a stream; only literals, so any number may follow each other.
    func headersFrame(stream: UInt32) throws -> [UInt8] {
        var encoder = HPACKEncoder(allocator: ByteBufferAllocator(), useHuffmanEncoding: false, maxDynamicTableSize: 0)
        var block = ByteBuffer()
        try encoder.encode(
            headers: [
                ":method": "POST", ":scheme": "http", ":path": path, ":authority": "localhost",
                "content-type": contentType, "grpc-encoding": encoding, "te": "trailers",
            ], to: &block)
        return HTTP2Frames.frame(type: 1, flags: 4, stream: stream, Array(block.readableBytesView))
    }

    private static func dataFrames(_ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var offset = 0
        repeat {
            let end = min(offset + 16_384, body.count)
            bytes += HTTP2Frames.frame(
                type: 0, flags: end == body.count ? 1 : 0, stream: 1, Array(body[offset..<end]))
            offset = end
        } while offset < body.count
        return bytes
    }
}
