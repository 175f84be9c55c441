import SpanSources
import Telemetry

/// Reads sides of a comparison in one pass where nothing but their builds tells them apart.
struct SideReading {
    let source: any SpanSource
    let sides: [BuildSide]

    /// The rows of a table that are about one side.
    struct Part {
        var table: ResultTable
        var rows: [Int]
    }

    /// Runs a query about each side.
    func parts(_ query: (BuildSide) -> SpanQuery) async throws(SpanSourceError) -> [Part] {
        guard let joint else {
            var parts: [Part] = []
            for side in sides {
                let table = try await source.run(query(side))
                parts.append(Part(table: table, rows: Array(0..<table.rowCount)))
            }
            return parts
        }
        var whole = query(joint)
        whole.groups.insert(.field(.build), at: 0)
        whole.limit *= sides.count
        let table = try await source.run(whole)
        let builds = (0..<table.rowCount).map { table.text(Field.build.description, row: $0) }
        return sides.map { side in Part(table: table, rows: builds.indices.filter { builds[$0] == side.build }) }
    }

    /// All sides as one, which a group by build takes apart again; nil where that cannot be.
    private var joint: BuildSide? {
        let builds = sides.compactMap(\.build)
        guard var joint = sides.first, sides.count > 1, Set(builds).count == sides.count,
            sides.allSatisfy({ $0.service == joint.service && $0.filter == joint.filter })
        else { return nil }
        joint.build = nil
        if sides.allSatisfy({ $0.range == joint.range }) {
            joint.filter = joint.filter.and(.isIn(.build, builds.map { .string($0) }))
            return joint
        }
        joint.filter = joint.filter.and(.or(sides.map { .during($0.range).and($0.isOfBuild) }))
        joint.range = TimeRange(
            start: sides.map(\.range.start).min() ?? joint.range.start,
            end: sides.map(\.range.end).max() ?? joint.range.end)
        return joint
    }
}
