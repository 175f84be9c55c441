import ArgumentParser
import Logging
import UnixSignals

/// `whyd serve`: the daemon.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the daemon: receive, detect, investigate, report.",
        discussion: """
            Listens on 127.0.0.1 only, unless the configuration says otherwise: OTLP/HTTP on 4318, OTLP/gRPC on 4317, \
            webhooks, JSON API, page and MCP on 4319. SIGTERM and Ctrl-C shut it down cleanly.
            """)

    @OptionGroup var house: HouseOptions

    func run() async throws {
        let configuration = try house.configuration()
        LoggingSystem.bootstrap { StructuredLogHandler(label: $0) }
        var logger = Logger(label: "whyd")
        logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        let parts = try await HouseParts.owning(configuration)
        for note in parts.models.notes { logger.notice("models", metadata: ["note": "\(note)"]) }
        if let note = configuration.detectionNote { logger.notice("detection", metadata: ["note": "\(note)"]) }
        for note in parts.toolServers.notes { logger.warning("a tool is left out", metadata: ["note": "\(note)"]) }
        try await Daemon(parts: parts, logger: logger).run(stoppedBy: [UnixSignal.sigterm, .sigint])
        logger.info("whyd has stopped")
    }
}
