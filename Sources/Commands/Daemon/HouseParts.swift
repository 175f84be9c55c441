import Casebook
import Foundation
import Investigation
import LanguageModels
import OutboundHTTP
import Prompts
import Serving
import SourceHistory
import SpanStore
import Telemetry
import ToolKit
import Tools

/// The parts of the house, built from the configuration: the one place where they are wired together.
struct HouseParts: Sendable {
    let configuration: Configuration
    let spans: SpanStore
    let casebook: Casebook
    let repositories: RepositorySet
    let registry: ToolRegistry
    let models: ModelSelection
    let dossiers: TelemetryDossierBuilder
    let investigator: Investigator
    let client: HTTPClient
    let receiverCounters = ReceiverCounters()
    let investigationCounters = InvestigationCounters()

    /// For commands that only read, beside a running daemon or without one.
    static func reading(_ configuration: Configuration) async throws -> HouseParts {
        let path = configuration.data + "/spans.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("there is no \(path); `whyd serve` makes one, --data names another directory", code: 2)
        }
        return try HouseParts(
            configuration, spans: SpanStore.openReadOnly(path: path),
            environment: ProcessInfo.processInfo.environment)
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
        return try HouseParts(
            configuration,
            spans: SpanStore.open(
                path: configuration.data + "/spans.db", configuration: store, clock: WallClock.now),
            environment: ProcessInfo.processInfo.environment)
    }

    private init(_ configuration: Configuration, spans: SpanStore, environment: [String: String]) throws {
        self.configuration = configuration
        self.spans = spans
        casebook = try Casebook.open(path: configuration.data + "/whyd.db", clock: WallClock.now)
        client = HTTPClient()
        repositories = RepositorySet(configuration.repositories.map { RepositorySet.Entry($0) })
        models = try ModelSelection(configuration.models, environment: environment, client: client)
        registry = ToolRegistry(
            BuiltInTools.onSpans(spans)
                + BuiltInTools.onBuilds(
                    spans, repositories: repositories, deploys: CasebookDeploys(casebook: casebook))
                + (try CommandTools.load(configuration, environment: environment)))
        dossiers = TelemetryDossierBuilder(
            source: spans, suspects: SourceSuspects(repositories: repositories))
        investigator = Investigator(
            models: models.models + [Rulebook()], registry: registry, recorder: casebook,
            dossiers: dossiers,
            prompts: try Self.prompts(configuration.promptsDirectory), prices: models.prices, now: WallClock.now)
    }

    /// Commits what waits and closes both files.
    func close() async {
        await spans.close()
        try? casebook.close()
    }

    /// Says on standard error what a person should know before the first answer.
    func showNotes() {
        for note in models.notes { FileHandle.standardError.write(Data("whyd: \(note)\n".utf8)) }
    }

    private static func prompts(_ directory: String?) throws -> PromptLibrary {
        guard let directory else { return .embedded }
        var overrides: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: directory) where file.hasSuffix(".md") {
            overrides[String(file.dropLast(3))] = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
        }
        return PromptLibrary(overrides: overrides)
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
