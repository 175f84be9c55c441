import Hummingbird
public import Logging
public import ServiceLifecycle

/// The OTLP/HTTP receiver (https://opentelemetry.io/docs/specs/otlp/#otlphttp): protobuf and JSON on one port.
public struct OTLPHTTPServer: Service {
    private let server: HTTPHost

    /// Makes a server that listens once it runs.
    ///
    /// - Parameter onListening: called once with the port that was bound.
    public init(
        address: ListenAddress = ListenAddress(port: 4318), intake: ExportIntake, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) {
        let router = Router()
        OTLPHTTPRoutes(intake: intake, clock: ContinuousClock()).add(to: router)
        server = HTTPHost(
            name: "OTLP/HTTP receiver", responder: router.buildResponder(), address: address, limits: intake.limits,
            logger: logger, onListening: onListening)
    }

    public func run() async throws { try await server.run() }
}
