import NIOCore
import NIOHTTP2

/// Closes a connection whose bytes are not HTTP/2.
final class BrokenFramesHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
