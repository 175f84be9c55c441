import Analysis
import JSONValues
import ToolKit

/// What was changed: builds, commits, and what a deploy's watch had found.
extension DossierWriter {
    var builds: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("build"), .init("revision"), .init("first_seen", unit: "utc"),
                .init("spans", unit: "count"), .init("errors", unit: "share"), .init("p95", unit: "ms"),
                .init("is_new"),
            ],
            rows: shownBuilds.map {
                [
                    .string($0.service), .string($0.build), $0.revision.map(JSONValue.string) ?? .null,
                    .string("\($0.firstSeen)"), .rounded($0.count), .rounded($0.errorShare), .rounded($0.milliseconds),
                    .boolean($0.isNew),
                ]
            })
    }

    /// The newest builds; those of the service looked at and new ones before others, so that what a new one replaced is
    /// among them.
    private var shownBuilds: [BuildSighting] {
        func rank(_ build: BuildSighting) -> Int { build.service == facts.closest ? 0 : build.isNew ? 1 : 2 }
        let ranked = (0...2).flatMap { place in facts.builds.reversed().filter { rank($0) == place } }
        return ranked.prefix(12).sorted()
    }

    var suspects: ToolTable {
        ToolTable(
            columns: [
                .init("kind"), .init("name"), .init("title", isUntrusted: true), .init("file", isUntrusted: true),
                .init("reason", isUntrusted: true),
            ],
            rows: facts.suspects.prefix(5).map {
                [
                    .string($0.kind.rawValue), .string($0.name), $0.title.map(JSONValue.string) ?? .null,
                    $0.file.map(JSONValue.string) ?? .null, .string($0.reason),
                ]
            })
    }

    /// What the watch of the deploy that opened the case had found.
    var deployDiff: ToolTable {
        ToolTable(
            columns: [.init("finding", isUntrusted: true)],
            rows: plan.signals.flatMap { $0.findings ?? [] }.prefix(20).map { [.string($0)] })
    }
}
