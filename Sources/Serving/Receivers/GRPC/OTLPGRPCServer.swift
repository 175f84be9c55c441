public import Logging
import NIOCore
import NIOHTTP2
import NIOPosix
public import ServiceLifecycle

/// The OTLP/gRPC receiver: unary gRPC over HTTP/2 without TLS (https://opentelemetry.io/docs/specs/otlp/#otlpgrpc).
///
/// TLS is left to a proxy in front. On shutdown open connections get a GOAWAY, their open calls end first.
public struct OTLPGRPCServer: Service {
    private let address: ListenAddress
    private let intake: ExportIntake
    private let logger: Logger
    private let onListening: @Sendable (Int) -> Void

    /// Makes a server that listens once it runs.
    ///
    /// - Parameter onListening: called once with the port that was bound.
    public init(
        address: ListenAddress = ListenAddress(port: 4317), intake: ExportIntake, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) {
        self.address = address
        self.intake = intake
        self.logger = logger
        self.onListening = onListening
    }

    public func run() async throws {
        let open = OpenConnections()
        let listener = try await bind(open)
        defer { open.closeAll() }
        let bound = ListenAddress(host: address.host, port: listener.channel.localAddress?.port ?? address.port)
        logger.info("OTLP/gRPC receiver is listening", metadata: ["address": "\(bound)"])
        onListening(bound.port)
        let places = ConnectionPlaces(limit: intake.limits.maximumConnections)
        try await withGracefulShutdownHandler {
            try await listener.executeThenClose { connections in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in connections {
                        guard places.take() else {
                            connection.close(promise: nil)
                            continue
                        }
                        group.addTask {
                            await hold(connection)
                            places.leave()
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            listener.channel.close(promise: nil)
        }
    }

    /// Waits for a connection's end; passes on the wish to stop, and stops waiting for a peer that does not react.
    private func hold(_ connection: any Channel) async {
        let grace = TimeAmount(intake.limits.shutdownGrace)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                _ = try? await connection.closeFuture.get()
            } onGracefulShutdown: {
                connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
                connection.eventLoop.scheduleTask(in: grace) { connection.close(promise: nil) }
            }
        } onCancel: {
            connection.close(promise: nil)
        }
    }

    private func bind(_ open: OpenConnections) async throws(ServingError) -> NIOAsyncChannel<any Channel, Never> {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.backlog, value: 256)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .bind(host: address.host, port: address.port) { [intake] channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Self.configure(channel, intake)
                        open.add(channel)
                        return channel
                    }
                }
        } catch {
            throw ServingError(
                .cannotListen, "cannot listen for OTLP/gRPC on \(address): \(error)",
                hint: "another program may have the port; choose one in whyd.yaml")
        }
    }
}

extension OTLPGRPCServer {
    private static func configure(_ channel: any Channel, _ intake: ExportIntake) throws {
        let limits = intake.limits
        let management = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(
                maxIdleTime: TimeAmount(limits.idleTimeout), maxAge: nil,
                maxGraceTime: TimeAmount(limits.shutdownGrace),
                keepalive: .init(pingInterval: TimeAmount(limits.idleTimeout / 2), ackTimeout: .seconds(20))))
        let pipeline = channel.pipeline.syncOperations
        // Pings go out every half of this time, so a peer that reads and answers is never silent this long.
        try pipeline.addHandler(IdleStateHandler(readTimeout: TimeAmount(limits.idleTimeout)))
        try pipeline.addHandler(SilenceHandler())
        _ = try pipeline.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: connectionConfiguration(limits),
            streamConfiguration: streamConfiguration, streamDelegate: management.http2StreamDelegate
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(GRPCStreamHandler(intake: intake))
            }
        }
        try pipeline.addHandler(management)
        try pipeline.addHandler(BrokenFramesHandler())
    }

    /// Header lists stay at 16 KiB, frames and windows at 1 MiB: a batch travels in one frame and one round trip, and a
    /// connection holds little. A peer that resets, pings or errs too often is cut off.
    private static func connectionConfiguration(_ limits: ReceiverLimits) -> NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.maximumStreamsPerConnection),
            HTTP2Setting(parameter: .maxHeaderListSize, value: 16 << 10),
            HTTP2Setting(parameter: .maxFrameSize, value: windowBytes),
            HTTP2Setting(parameter: .initialWindowSize, value: windowBytes),
        ]
        configuration.targetWindowSize = windowBytes
        configuration.maximumBufferedControlFrames = 1000
        return configuration
    }

    private static let windowBytes = 1 << 20

    private static var streamConfiguration: NIOHTTP2Handler.StreamConfiguration {
        var configuration = NIOHTTP2Handler.StreamConfiguration()
        configuration.targetWindowSize = windowBytes
        return configuration
    }
}
