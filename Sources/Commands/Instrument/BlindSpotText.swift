import Analysis
import Casebook
import SourceHistory

/// Blind spots as people read them.
struct BlindSpotText {
    let spots: BlindSpots
    let name: String
    let revision: Revision
    let limit: Int

    init(_ spots: BlindSpots, name: String, revision: Revision, limit: Int) {
        self.spots = spots
        self.name = name
        self.revision = revision
        self.limit = limit
    }

    /// Sections by kind, and builds without revision.
    var text: String {
        var lines = "\(name) at \(revision.short): \(spots.places.count) of \(spots.placesRead) places are not shown\n"
        for kind in SourceProbe.Kind.allCases {
            let places = spots.places.filter { $0.probe.kind == kind }
            guard let first = places.first else { continue }
            let reasons = Set(places.map(\.reason))
            lines += "\n\(kind.rawValue)s" + (reasons.count == 1 ? ": \(first.reason)" : "") + "\n"
            for place in places.prefix(limit) {
                lines += "  \(place.probe.path):\(place.probe.line)  \(place.probe.text.prefix(100))\n"
            }
            if places.count > limit { lines += "  and \(places.count - limit) more; --limit shows them\n" }
        }
        guard !spots.buildsWithoutRevision.isEmpty else { return lines }
        lines +=
            "\nbuilds whose spans name no revision: set vcs.ref.head.revision on the resource, or POST /v1/deploys\n"
        for build in spots.buildsWithoutRevision.prefix(limit) {
            lines += "  \(build.service) \(build.build), \(Int(build.spans)) spans since \(build.firstSeen)\n"
        }
        return lines
    }

    /// What investigations asked for in vain.
    static func missed(_ fields: [CaseStore.MissedField]) -> String {
        guard !fields.isEmpty else { return "no investigation has asked for an attribute that was not there\n" }
        var table = TextTable(headers: ["attribute", "asked for", "investigations", "last"])
        for field in fields.prefix(30) {
            table.add([field.field, "\(field.calls)", "\(field.investigations)", "\(field.lastAsked)"])
        }
        return "attributes that investigations asked for and no row had\n" + table.text
    }
}
