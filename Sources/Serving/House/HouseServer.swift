public import Casebook
import HTTPTypes
import Hummingbird
public import Logging
public import ServiceLifecycle
public import Signals
public import Telemetry

/// The house port: webhooks in, JSON API, metrics and the web page out.
public struct HouseServer: Service {
    private let server: HTTPHost

    /// What the house port needs to know.
    public struct Rooms: Sendable {
        var casebook: CaseStore
        var desk: SignalDesk
        var secrets: WebhookSecrets
        var metrics: [any MetricsSource]
        var mcp: MCPServer?
        var mcpToken: String?
        var now: @Sendable () -> Timestamp

        /// Makes the rooms.
        ///
        /// - Parameters:
        ///   - metrics: In the order `/metrics` shows them; the casebook's own come first.
        ///   - mcp: what answers on `/mcp`; nil leaves the path empty.
        ///   - mcpToken: what its clients have to show; needed where the port is not loopback only.
        public init(
            casebook: CaseStore, desk: SignalDesk,
            secrets: WebhookSecrets = WebhookSecrets(),
            metrics: [any MetricsSource] = [], mcp: MCPServer? = nil, mcpToken: String? = nil,
            now: @escaping @Sendable () -> Timestamp
        ) {
            self.casebook = casebook
            self.desk = desk
            self.secrets = secrets
            self.metrics = metrics
            self.mcp = mcp
            self.mcpToken = mcpToken
            self.now = now
        }
    }

    /// Makes a server that listens once it runs.
    ///
    /// - Parameters:
    ///   - limits: Connections, timeouts and shutdown; the sizes are those of OTLP and not used here.
    ///   - onListening: called once with the port that was bound.
    public init(
        address: ListenAddress = ListenAddress(port: 4319), rooms: Rooms, limits: ReceiverLimits = ReceiverLimits(),
        logger: Logger, onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) throws(ServingError) {
        let router = Router()
        router.add(middleware: BrowserGuard(isLoopback: address.isLoopback))
        WebhookRoutes(desk: rooms.desk, secrets: rooms.secrets, now: rooms.now).add(to: router)
        APIRoutes(casebook: rooms.casebook).add(to: router)
        let metrics = [CasebookMetrics(casebook: rooms.casebook)] + rooms.metrics
        HealthRoutes(casebook: rooms.casebook, metrics: metrics).add(to: router)
        PageRoutes(casebook: rooms.casebook, pages: try Pages(), now: rooms.now).add(to: router)
        if let mcp = rooms.mcp {
            MCPRoutes(server: mcp, token: rooms.mcpToken, isLoopback: address.isLoopback).add(to: router)
        }
        server = HTTPHost(
            name: "house port", responder: router.buildResponder(), address: address, limits: limits, logger: logger,
            onListening: onListening)
    }

    public func run() async throws { try await server.run() }
}

extension ListenAddress {
    /// Whether only this machine can reach it.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
