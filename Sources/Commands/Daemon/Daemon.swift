import Casebook
import Deliveries
import Detection
import Foundation
import Investigation
import Logging
import Serving
import ServiceLifecycle
import Signals
import SourceHistory
import SpanSources
import SpanStore
import Telemetry
import UnixSignals

/// Everything that lives as long as the process, in start order; it stops in reverse.
struct Daemon: Sendable {
    let parts: HouseParts
    let logger: Logger
    /// Told of the progress of every investigation.
    var onEvent: @Sendable (Case, InvestigationEvent) async -> Void = { _, _ in }
    /// Told of each port once it is bound.
    var onListening: @Sendable (DaemonPort, Int) -> Void = { _, _ in }

    /// Runs until a signal or the task's cancellation; acknowledged telemetry is durable whatever happens.
    func run(stoppedBy signals: [UnixSignal]) async throws {
        try await parts.casebook.releaseAbandonedLeases()
        let environment = parts.configuration.environment
        let graph = ServiceGraph(
            source: parts.telemetry, filter: EnvironmentScope(environment).filter, now: WallClock.now, logger: logger)
        let desk = SignalDesk(
            casebook: parts.casebook, environment: environment, callsAround: graph.neighbours(around:),
            watchAfterSeconds: parts.configuration.watchWindows.map(\.inSeconds),
            services: ServiceRepositories.services(parts.configuration))
        let services = try receivers() + [houseServer(desk)] + rounds(desk)
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) }, gracefulShutdownSignals: signals, logger: logger))
        do {
            try await group.run()
        } catch {
            await parts.close()
            throw error
        }
        await parts.close()
    }

    private func receivers() -> [any Service] {
        var limits = ReceiverLimits()
        limits.maximumRequestBytes = parts.configuration.listen.requestBytes
        let intake = ExportIntake(
            sink: parts.spans, limits: limits, counters: parts.receiverCounters, threads: parts.spans.decodingThreads)
        let listen = parts.configuration.listen
        return [
            OTLPHTTPServer(
                address: ListenAddress(host: listen.host, port: listen.otlpHTTP), intake: intake, logger: logger,
                onListening: { onListening(.otlpHTTP, $0) }),
            OTLPGRPCServer(
                address: ListenAddress(host: listen.host, port: listen.otlpGRPC), intake: intake, logger: logger,
                onListening: { onListening(.otlpGRPC, $0) }),
        ]
    }

    private func houseServer(_ desk: SignalDesk) throws -> any Service {
        let listen = parts.configuration.listen
        let environment = ProcessInfo.processInfo.environment
        let token = parts.configuration.mcpTokenVariable.flatMap { environment[$0] }
        return try HouseServer(
            address: ListenAddress(host: listen.host, port: listen.web),
            rooms: HouseServer.Rooms(
                casebook: parts.casebook, desk: desk,
                secrets: WebhookSecrets(
                    parts.configuration.webhookSecretVariables, environment: environment),
                metrics: [parts.receiverCounters, parts.investigationCounters],
                mcp: MCPServer(parts, window: .seconds(3600)), mcpToken: token, now: WallClock.now),
            logger: logger, onListening: { onListening(.web, $0) })
    }

    private func rounds(_ desk: SignalDesk) -> [any Service] {
        let configuration = parts.configuration
        let builds = BuildRound(
            source: parts.telemetry, desk: desk, casebook: parts.casebook, window: .seconds(600), logger: logger)
        let cases = CaseRound(
            casebook: parts.casebook, investigator: parts.investigator, plans: CasePlan(configuration: configuration),
            now: WallClock.now, logger: logger,
            selfTelemetry: SelfTelemetry(casebook: parts.casebook, sink: parts.spans, logger: logger),
            onEvent: { [counters = parts.investigationCounters] item, event in
                counters.note(event)
                await onEvent(item, event)
            })
        let watches = WatchRound(
            source: parts.telemetry, casebook: parts.casebook, desk: desk, registry: parts.registry, held: parts.held,
            repositories: ServiceRepositories(configuration, set: parts.repositories), logger: logger)
        var rounds: [any Service] = [
            Beat(name: "watches", pause: .seconds(3), logger: logger) { try await watches.look(now: WallClock.now()) },
            Beat(name: "store", pause: .seconds(5), logger: logger) { [spans = parts.spans] in
                try await spans.maintain()
            },
            Beat(name: "builds", pause: .seconds(1), logger: logger) { try await builds.look(now: WallClock.now()) },
            DeliveryService(
                casebook: parts.casebook,
                destinations: Destinations(
                    configuration, environment: ProcessInfo.processInfo.environment, client: parts.client),
                logger: logger, clock: WallClock.now, link: configuration.listen.link(toReport:)),
            Beat(name: "cases", pause: .milliseconds(500), logger: logger) { try await cases.investigateWaiting() },
        ]
        rounds += configuration.repositories.compactMap { fetching($0) }
        if configuration.detection.isEnabled {
            let detection = DetectionRound(
                reader: WindowReader(
                    configuration.detection, source: parts.telemetry, environment: configuration.environment),
                objectives: configuration.objectives.map { ServiceLevelObjective($0) }, desk: desk,
                casebook: parts.casebook, logger: logger)
            rounds.append(
                Beat(name: "detection", pause: configuration.detection.every, logger: logger) {
                    try await detection.look(now: WallClock.now())
                })
        }
        return rounds
    }
}

extension Daemon {
    /// Fetches a repository again and again, where the configuration says so.
    private func fetching(_ configuration: Configuration.Repository) -> (any Service)? {
        guard let pause = configuration.fetch, pause > .zero else { return nil }
        let repository = RepositorySet.Entry(configuration).repository
        return Beat(name: "fetching \(repository.name)", pause: pause, logger: logger) {
            try await repository.fetch(environment: ProcessInfo.processInfo.environment)
        }
    }
}

/// The daemon's ports.
enum DaemonPort: Sendable { case otlpHTTP, otlpGRPC, web }
