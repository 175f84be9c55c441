import Analysis
import ArgumentParser
import Casebook
import Foundation
import Prompts
import SourceHistory
import Telemetry
import TraceQueries

/// `whyd instrument`: what production does not show.
struct InstrumentListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what no span shows; the default.",
        discussion: """
            Example: whyd instrument --service cart --last 24h
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "Only the repository and the spans of this service.")
    var service: String?

    @Option(help: "How far back to look, such as 6h or 30d.")
    var last = "7d"

    @Option(help: "Read the source at this commit, tag or branch.")
    var revision = "HEAD"

    @Option(help: "At most this many places of each kind.")
    var limit = 20

    @Option(help: "Have the configured model write an OpenTelemetry patch to this file; nothing is applied.")
    var patch: String?

    func run() async throws {
        guard let window = DurationText.parse(last) else {
            throw CommandFailure("--last takes a duration such as 6h or 30d, not '\(last)'", code: 2)
        }
        let parts = try await HouseParts.reading(try house.configuration())
        let range = TimeRange(last: window, before: WallClock.now())
        let missed = try await parts.casebook.missedFields()
        var blind: [(repository: SourceRepository, revision: Revision, spots: BlindSpots)] = []
        do {
            let repositories =
                try service.map { [try parts.repositories.required(forService: $0)] }
                ?? parts.repositories.repositories
            for repository in repositories {
                let at = try await repository.revision(revision)
                let services =
                    service.map { [$0] }
                    ?? parts.repositories.services(builtFrom: repository, path: repository.subdirectory ?? "")
                blind.append(
                    (
                        repository, at,
                        try await BlindSpotReader(parts.spans).blindSpots(
                            of: repository, at: at, services: services, in: range)
                    ))
            }
        } catch let error as SourceHistoryError {
            throw CommandFailure("\(error)", code: 2)
        }
        for (repository, at, spots) in blind {
            print(BlindSpotText(spots, name: repository.name, revision: at, limit: limit).text)
        }
        if blind.isEmpty {
            print("no repository is configured, so the source was not read: add one under 'repositories'\n")
        }
        print(BlindSpotText.missed(missed), terminator: "")
        guard let patch else { return }
        guard let first = blind.first(where: { !$0.spots.places.isEmpty }) ?? blind.first else {
            throw CommandFailure("there is no source to write a patch for", code: 2)
        }
        try await write(patch, first.spots, missed, first.repository, first.revision, parts)
    }

    private func write(
        _ file: String, _ spots: BlindSpots, _ missed: [CaseStore.MissedField], _ repository: SourceRepository,
        _ revision: Revision, _ parts: HouseParts
    ) async throws {
        guard let model = parts.models.models.first else {
            throw CommandFailure(
                "a patch is written by a model, and none is configured: name one under 'models' in whyd.yaml", code: 2)
        }
        let text = try await PatchWriter(model: model, prompts: .embedded).patch(
            for: spots, missed: missed.map(\.field), in: repository, at: revision)
        try Data(text.utf8).write(to: URL(filePath: file))
        print(
            "\nwrote \(file); prove it with: whyd instrument verify --patch \(file) --repository \(repository.path) -- COMMAND"
        )
    }
}
