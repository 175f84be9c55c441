import NIOCore
import NIOPosix

/// A bare TCP connection to a server under test: bytes out, bytes in.
enum RawConnection {
    /// Sends bytes, then reads until the server closes or `isEnough` is satisfied.
    static func exchange(
        _ bytes: [UInt8], port: Int, until isEnough: @Sendable @escaping ([UInt8]) -> Bool = { _ in false }
    ) async throws -> [UInt8] {
        try await open(port: port) { inbound, outbound in
            var received: [UInt8] = []
            // A server that cuts the connection off may do so while this side still writes; what came before counts.
            do {
                try await outbound.write(ByteBuffer(bytes: bytes))
            } catch is ChannelError {
            } catch is IOError {}
            do {
                for try await part in inbound {
                    received += part.readableBytesView
                    if isEnough(received) { break }
                }
            } catch is ChannelError {
            } catch is IOError {}
            return received
        }
    }

    /// Opens a connection for as long as the body runs.
    static func open<Result: Sendable>(
        port: Int,
        _ body:
            @Sendable (
                NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>
            ) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in try await body(inbound, outbound) }
    }
}
