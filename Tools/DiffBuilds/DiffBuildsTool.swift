import Analysis
import SourceHistory
import SpanSources
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
    private let sources: BuildSources

    init(_ sources: BuildSources) {
        self.sources = sources
        words = ToolWords(embedded: PackageResources.diff_builds_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let range = BuildCatalogue.range(hours: input.hours, context)
        let (earlier, new) = try await sources.builds(
            of: input.service, from: input.from, to: input.to, hours: input.hours, context)
        guard let old = earlier else {
            throw ToolFailure(
                .notFound, "\(new.build) is the only build of \(input.service) in \(range)",
                hint: "try more hours, or name 'from'")
        }
        let sides = BuildSides(old, new, filter: context.environment.filter, now: context.now)
        let reader = BuildDifferenceReader(sources.spans, held: sources.held)
        async let reading = SourceComparison(repositories: sources.repositories).read(old, new)
        let difference: BuildDifference
        let sightings: [CodeSighting]
        do {
            async let seen = reader.sightings(before: sides.before, after: sides.after)
            difference = try await reader.difference(of: sides)
            sightings = try await seen
        } catch let error as SpanSourceError {
            throw ToolFailure(error)
        } catch {
            throw ToolFailure(.cancelled, "the comparison ended: \(error)")
        }
        let telemetry = TelemetrySections(difference)
        let change = await SourceComparison(repositories: sources.repositories).compare(
            await reading, new, difference, sightings, input.failure)
        let sections = [telemetry.operations] + change.leading + telemetry.details + change.details
        return ToolOutput(
            summary: telemetry.summary(old, new) + "; " + change.summary,
            sections: sections.filter { !$0.isEmpty }, backend: "\(sources.spans.backend), git",
            window: sides.after.range,
            isComplete: change.notes.isEmpty, notes: telemetry.notes + change.notes)
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
