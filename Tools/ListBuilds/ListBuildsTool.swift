import Analysis
import JSONValues
import SpanSources
import Telemetry
public import ToolKit

/// Lists what was running: builds seen in spans, and deploy events.
public struct ListBuildsTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var service: String?
        /// How far back to look.
        var hours: Double?
    }

    public let name: ToolName = "list_builds"
    public let words: ToolWords
    private let catalogue: BuildCatalogue

    init(_ sources: BuildSources) {
        catalogue = sources.catalogue
        words = ToolWords(embedded: PackageResources.list_builds_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let range = BuildCatalogue.range(hours: input.hours, context)
        let builds = try await catalogue.builds(service: input.service, range: range, context)
        let (events, note) = await catalogue.events(service: input.service, range: range)
        let services = Set(builds.map(\.service)).count
        return ToolOutput(
            summary: "\(builds.count) builds of \(services) services, \(events.count) deploy events",
            sections: [
                .init(name: "builds", content: .table(Self.table(builds))),
                .init(name: "deploys", content: .table(Self.table(events))),
            ], backend: catalogue.source.backend, window: range, isComplete: note == nil,
            notes: [note].compactMap(\.self))
    }

    private static func table(_ builds: [ObservedBuild]) -> ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("build"), .init("revision"), .init("first_seen", unit: "utc"),
                .init("last_seen", unit: "utc"), .init("spans", unit: "count"), .init("errors", unit: "count"),
                .init("error_rate", unit: "share"),
            ],
            rows: builds.map { build in
                [
                    .string(build.service), .string(build.build), build.revision.map(JSONValue.string) ?? .null,
                    .string("\(build.firstSeen)"), .string("\(build.lastSeen)"), .integer(Int64(build.spans)),
                    .integer(Int64(build.errors)), .rounded(build.spans > 0 ? build.errors / build.spans : 0),
                ]
            })
    }

    private static func table(_ deploys: [DeployRecord]) -> ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("version"), .init("revision"), .init("environment"), .init("at", unit: "utc"),
                .init("source"),
            ],
            rows: deploys.map { deploy in
                [
                    .string(deploy.service), .string(deploy.version), deploy.revision.map(JSONValue.string) ?? .null,
                    deploy.environment.map(JSONValue.string) ?? .null, .string("\(deploy.at)"), .string(deploy.source),
                ]
            })
    }
}
