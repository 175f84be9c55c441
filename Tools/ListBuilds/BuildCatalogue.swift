import Analysis
import SpanSources
import Telemetry
import ToolKit

/// Finds builds in spans and in deploy events, and joins what each knows.
struct BuildCatalogue {
    let source: any SpanSource
    let deploys: any DeployLog

    /// The time looked at: some hours back, or the case's window and baseline.
    static func range(hours: Double?, _ context: ToolContext) -> TimeRange {
        if let hours, hours > 0 { return TimeRange(last: .seconds(min(hours, 24 * 366) * 3600), before: context.now) }
        return TimeRange(
            start: min(context.baseline.start, context.window.start), end: max(context.now, context.window.end))
    }

    /// Newest first; revisions that spans do not name are filled in from deploy events.
    func builds(
        service: String?, range: TimeRange, _ context: ToolContext
    ) async throws(ToolFailure) -> [ObservedBuild] {
        var filter = context.environment.filter
        if let service { filter = filter.and(.service(service)) }
        let table: ResultTable
        do { table = try await source.run(BuildQueries.builds(range: range, filter: filter)) } catch {
            throw ToolFailure(error)
        }
        let (events, _) = await events(service: service, range: range)
        return ObservedBuild.list(table).map { build in
            var build = build
            build.revision =
                build.revision
                ?? events.first { $0.service == build.service && $0.version == build.build }?.revision
            return build
        }
    }

    /// Deploy events, or why there are none.
    func events(service: String?, range: TimeRange) async -> (events: [DeployRecord], note: String?) {
        do {
            return (try await deploys.deploys(ofService: service, in: range), nil)
        } catch {
            return ([], "deploy events could not be read: \(error)")
        }
    }
}
