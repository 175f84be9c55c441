import Glibc
import NIOCore
import NIOPosix

/// Serves MCP on a pair of pipes, a message per line; ends when the client closes its side.
///
/// Standard output belongs to the protocol while it runs: logs go to standard error.
public struct MCPStdioServer: Sendable {
    /// The longest line that is read.
    private static let maximumLineBytes = 4_194_304
    /// The most calls at once; more wait in the pipe.
    private static let maximumCalls = 8

    private let server: MCPServer
    private let input: CInt
    private let write: @Sendable (String) -> Void

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - input: a pipe, socket or terminal to read from; owned and closed by the server.
    ///   - write: writes one line, its end not included, to the client.
    public init(_ server: MCPServer, input: CInt, write: @escaping @Sendable (String) -> Void) {
        self.server = server
        self.input = input
        self.write = write
    }

    /// Serves until the input ends or the task is cancelled.
    public func run() async throws(ServingError) {
        guard Self.canBeWaitedFor(input) else {
            close(input)
            throw ServingError(
                .brokenInput, "standard input is no pipe, socket or terminal; an MCP client starts `whyd mcp` with one")
        }
        do {
            let channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .takingOwnershipOfDescriptor(input: input) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                    }
                }
            try await channel.executeThenClose { inbound in try await serve(inbound) }
        } catch is CancellationError {
            return
        } catch let error as MCPInputError {
            throw ServingError(.brokenInput, error.message)
        } catch {
            throw ServingError(.brokenInput, "the client's messages cannot be read: \(error)")
        }
    }

    /// Files and `/dev/null` are always ready, so an event loop cannot wait for them.
    private static func canBeWaitedFor(_ descriptor: CInt) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) || isatty(descriptor) == 1
    }

    private func serve(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
        let output = MCPStdioOutput(write)
        try await withThrowingTaskGroup(of: Void.self) { group in
            var lines = MCPLines(maximumBytes: Self.maximumLineBytes)
            var running = 0
            for try await buffer in inbound {
                for line in try lines.take(buffer.readableBytesView) {
                    guard let message = output.admit(line) else { continue }
                    if running == Self.maximumCalls {
                        try await group.next()
                        running -= 1
                    }
                    running += 1
                    group.addTask { output.send(await server.answer(message)) }
                }
            }
            try await group.waitForAll()
        }
    }
}
