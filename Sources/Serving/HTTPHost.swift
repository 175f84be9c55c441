import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// A bounded HTTP/1.1 server around a router.
struct HTTPHost: Sendable {
    let name: String
    let responder: RouterResponder<BasicRequestContext>
    let address: ListenAddress
    let limits: ReceiverLimits
    let logger: Logger
    let onListening: @Sendable (Int) -> Void

    func run() async throws {
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    idleTimeout: TimeAmount(limits.idleTimeout),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 128))),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.maximumConnections)),
            onServerRunning: { [name, address, logger, onListening] channel in
                let bound = ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port)
                logger.info("\(name) is listening", metadata: ["address": "\(bound)"])
                onListening(bound.port)
            },
            logger: logger)
        do {
            try await application.run()
        } catch is CancellationError {
            return
        } catch {
            throw ServingError(
                .cannotListen, "the \(name) on \(address) ended: \(error)",
                hint: "another program may have the port; choose one in whyd.yaml")
        }
    }
}
