import Analysis
public import SourceHistory
public import SpanSources
import Telemetry
public import ToolKit

/// Holds two builds of a service against each other: what they did, and what was changed between them.
public struct DiffBuildsTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var service: String
        var from: String?
        var to: String?
        var failure: String?
        var hours: Double?
    }

    public let name: ToolName = "diff_builds"
    public let words: ToolWords
    private let source: any SpanSource
    private let repositories: RepositorySet
    private let catalogue: BuildCatalogue

    /// Makes the tool.
    public init(repositories: RepositorySet, source: any SpanSource, deploys: any DeployLog = NoDeployLog()) {
        self.source = source
        self.repositories = repositories
        catalogue = BuildCatalogue(source: source, deploys: deploys)
        words = ToolWords(embedded: PackageResources.diff_builds_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let (old, new) = try await pair(input, context)
        let sides = BuildSides(old, new, filter: context.environmentFilter, now: context.now)
        let reader = BuildDifferenceReader(source)
        async let reading = SourceComparison(repositories: repositories).read(old, new)
        let difference: BuildDifference
        let sightings: [CodeSighting]
        do {
            async let seen = reader.sightings(before: sides.before, after: sides.after)
            difference = try await reader.difference(
                before: sides.before, after: sides.after, method: sides.method, drift: sides.drift,
                seasons: sides.seasons)
            sightings = try await seen
        } catch let error as SpanSourceError {
            throw ToolFailure(error)
        } catch {
            throw ToolFailure(.cancelled, "the comparison ended: \(error)")
        }
        let telemetry = TelemetrySections(difference)
        let change = await SourceComparison(repositories: repositories).compare(
            await reading, new, difference, sightings, input.failure)
        let sections = [telemetry.operations] + change.leading + telemetry.details + change.details
        return ToolOutput(
            summary: telemetry.summary(old, new) + "; " + change.summary,
            sections: sections.filter { !$0.isEmpty }, backend: "\(source.backend), git", window: sides.after.range,
            isComplete: change.notes.isEmpty, notes: telemetry.notes + change.notes)
    }

    /// The builds that are meant: those named, else the newest and the one before it.
    private func pair(
        _ input: Input, _ context: ToolContext
    ) async throws(ToolFailure) -> (old: ObservedBuild, new: ObservedBuild) {
        let range = BuildCatalogue.range(hours: input.hours, context)
        let builds = try await catalogue.builds(service: input.service, range: range, context)
        let known = builds.map(\.build).joined(separator: ", ")
        func find(_ name: String) throws(ToolFailure) -> ObservedBuild {
            if let exact = builds.first(where: { $0.build == name || $0.revision == name }) { return exact }
            if let near = builds.first(where: { $0.revision?.hasPrefix(name) == true && name.count >= 7 }) {
                return near
            }
            throw ToolFailure(
                .notFound, "no spans of \(input.service) build '\(name)' in \(range)",
                hint: known.isEmpty ? "list_builds shows what there is; try more hours" : "builds seen: \(known)")
        }
        guard let newest = builds.first else {
            throw ToolFailure(
                .notFound, "no build of '\(input.service)' in \(range)",
                hint: "list_builds without a service shows every service; try more hours")
        }
        let new = try input.to.map(find) ?? newest
        if let from = input.from { return (try find(from), new) }
        guard let old = builds.first(where: { $0.build != new.build && $0.firstSeen < new.firstSeen }) else {
            throw ToolFailure(
                .notFound, "\(new.build) is the only build of \(input.service) in \(range)",
                hint: "try more hours, or name 'from'")
        }
        return (old, new)
    }
}

extension ToolOutput.Section {
    /// Whether it has neither rows nor text.
    var isEmpty: Bool {
        switch content {
        case .table(let table): table.rows.isEmpty
        case .text(let text): text.isEmpty
        }
    }
}
