import Telemetry

/// Looks for parents that stand in another group than their children.
struct StrangerSearch: Sendable {
    /// The traces to look through.
    let traces: WantedTraces
    /// The spans that wait for each parent, by the hash of trace and id.
    private let waiting: [UInt64: [(group: Int, row: Int)]]

    /// A parent that was found, and the span that waited for it.
    struct Parent: Sendable {
        var row: Int
        var childGroup: Int
        var childRow: Int
    }

    /// What one group's strangers wait for.
    struct Needs: Sendable {
        var trace: [TraceID] = []
        var parent: [UInt64] = []
        var row: [UInt16] = []
    }

    /// - Parameter needs: One per group of the search.
    init(_ needs: [Needs]) {
        var waiting: [UInt64: [(group: Int, row: Int)]] = [:]
        for (group, needs) in needs.enumerated() {
            for place in needs.row.indices {
                let key = ValueHash.pair(ValueHash.trace(needs.trace[place]), needs.parent[place])
                waiting[key, default: []].append((group, Int(needs.row[place])))
            }
        }
        self.waiting = waiting
        traces = WantedTraces(Set(needs.flatMap(\.trace)))
    }

    /// The parents among a group's spans.
    func parents(in scan: GroupScan) throws(SpanStoreError) -> [Parent] {
        guard !waiting.isEmpty, let column = try scan.column(.trace), let coded = column.coded else { return [] }
        let rows = try scan.rows(ofTraces: traces.hashes)
        guard !rows.isEmpty, case .identifiers(let spans) = try scan.column(.span)?.column else { return [] }
        let hashes = column.hashes()
        var parents: [Parent] = []
        for row in rows.rows() {
            let code = coded.code(atRow: Int(row))
            guard code != 0 else { continue }
            for child in waiting[ValueHash.pair(hashes[Int(code) - 1], spans[Int(row)])] ?? [] {
                parents.append(Parent(row: Int(row), childGroup: child.group, childRow: child.row))
            }
        }
        return parents
    }
}

extension GroupScan {
    /// What the group's strangers wait for.
    func strangers(_ links: ParentLinks) throws(SpanStoreError) -> StrangerSearch.Needs {
        var needs = StrangerSearch.Needs()
        guard !links.strangers.isEmpty, let coded = try column(.trace)?.coded,
            case .traces(let traces) = coded.dictionary
        else { return needs }
        for stranger in links.strangers {
            let code = coded.code(atRow: Int(stranger.row))
            guard code != 0 else { continue }
            needs.trace.append(traces[Int(code) - 1])
            needs.parent.append(stranger.parent)
            needs.row.append(stranger.row)
        }
        return needs
    }
}
