import Analysis
import Casebook
import Foundation
import Investigation
import LanguageModels
import OutboundHTTP
import Prompts
import Serving
import SourceHistory
import SpanSources
import SpanStore
import Telemetry
import ToolKit
import Tools

/// The parts of the house, built from the configuration: the one place where they are wired together.
struct HouseParts: Sendable {
    let configuration: Configuration
    let spans: SpanStore
    /// What investigations, detectors and builds see: all spans but whyd's own.
    let telemetry: any SpanSource
    let casebook: CaseStore
    let repositories: RepositorySet
    /// whyd's own tools and command tools: what MCP clients may call.
    let localTools: ToolRegistry
    let toolServers: ToolServers
    /// All tools investigations may call, those of MCP servers included.
    let registry: ToolRegistry
    let models: ModelSelection
    let dossiers: TelemetryDossierBuilder
    let prompts: PromptLibrary
    let investigator: Investigator
    let client: HTTPClient
    /// What a deploy's watch measured and its tool calls cite.
    let held = HeldDifferences()
    let receiverCounters = ReceiverCounters()
    let investigationCounters = InvestigationCounters()

    /// For commands that only read, beside a running daemon or without one.
    static func reading(_ configuration: Configuration) async throws -> HouseParts {
        try reading(configuration, HTTPClient(), ToolServers())
    }

    /// For commands that also ask: with the tools of the configured MCP servers.
    static func asking(_ configuration: Configuration) async throws -> HouseParts {
        let client = HTTPClient()
        return try reading(configuration, client, try await servers(configuration, client))
    }

    private static func reading(
        _ configuration: Configuration, _ client: HTTPClient, _ servers: ToolServers
    ) throws -> HouseParts {
        let path = configuration.data + "/spans.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("there is no \(path); `whyd serve` makes one, --data names another directory", code: 2)
        }
        return try HouseParts(
            configuration, spans: SpanStore.openReadOnly(path: path), servers: servers, client: client)
    }

    /// For the daemon, which alone writes spans; makes the directory where there is none.
    static func owning(_ configuration: Configuration) async throws -> HouseParts {
        do {
            try FileManager.default.createDirectory(atPath: configuration.data, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                "the data directory \(configuration.data) cannot be made: \(error.localizedDescription) (`data` in whyd.yaml or --data names another one)",
                code: 2)
        }
        let store = StoreConfiguration(
            retention: configuration.spans.keep, maximumBytes: configuration.spans.keepBytes,
            cacheBytes: configuration.spans.cacheBytes)
        let client = HTTPClient()
        let servers = try await servers(configuration, client)
        return try HouseParts(
            configuration,
            spans: SpanStore.open(
                path: configuration.data + "/spans.db", configuration: store, clock: WallClock.now),
            servers: servers, client: client)
    }

    private static func servers(_ configuration: Configuration, _ client: HTTPClient) async throws -> ToolServers {
        try await ToolServers.load(
            configuration.toolServers, environment: ProcessInfo.processInfo.environment, client: client)
    }

    private init(
        _ configuration: Configuration, spans: SpanStore, servers: ToolServers, client: HTTPClient
    ) throws {
        let environment = ProcessInfo.processInfo.environment
        self.configuration = configuration
        self.spans = spans
        let telemetry = SpanSourceWithoutService(spans, hiding: InvestigationTrace.service)
        self.telemetry = telemetry
        self.client = client
        toolServers = servers
        casebook = try CaseStore.open(path: configuration.data + "/whyd.db", clock: WallClock.now)
        repositories = RepositorySet(configuration.repositories.map { RepositorySet.Entry($0) })
        models = try ModelSelection(configuration.models, environment: environment, client: client)
        prompts = try PromptLibrary(directory: configuration.promptsDirectory)
        localTools = ToolRegistry(
            BuiltInTools.onSpans(telemetry)
                + BuiltInTools.onBuilds(
                    telemetry, repositories: repositories, deploys: CasebookDeploys(casebook: casebook), held: held)
                + (try CommandTools.load(configuration, environment: environment)))
        registry = localTools.adding(servers.tools)
        dossiers = TelemetryDossierBuilder(
            source: telemetry, suspects: SourceSuspects(repositories: repositories, casebook: casebook))
        investigator = Investigator(
            models: models.models + [Rulebook()], registry: registry, recorder: casebook, dossiers: dossiers,
            prompts: prompts, prices: models.prices, now: WallClock.now)
    }

    /// Commits what waits and closes both files.
    func close() async {
        await spans.close()
        try? casebook.close()
    }

    /// Says on standard error what a person should know before the first answer.
    func showNotes() {
        for note in models.notes + toolServers.notes { Terminal.standard.note(note) }
    }
}

extension RepositorySet.Entry {
    init(_ repository: Configuration.Repository) {
        self.init(
            repository: SourceRepository(
                path: URL(filePath: repository.path).path, subdirectory: repository.subdirectory,
                tagPattern: repository.tag),
            services: repository.services)
    }
}
