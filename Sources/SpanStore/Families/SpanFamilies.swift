import SpanSources

/// Who is whose parent among the spans of several groups.
struct SpanFamilies: Sendable {
    private(set) var groups: [RowGroup]
    private var links: [ParentLinks]
    private var strangers: [StrangerLink] = []

    /// A span whose parent stands in another group.
    private struct StrangerLink {
        var group: Int
        var row: Int
        var parentGroup: Int
        var parentRow: Int
    }

    /// - Parameter links: One per group.
    init(groups: [RowGroup], links: [ParentLinks]) {
        self.groups = groups
        self.links = links
    }

    /// Links spans to parents that were found in a group; the group's own spans stay unlinked where it is a new one.
    mutating func add(_ parents: [StrangerSearch.Parent], in group: RowGroup) {
        let number = groups.firstIndex { $0 === group } ?? groups.count
        if number == groups.count {
            groups.append(group)
            links.append(ParentLinks(unlinked: group.rowCount))
        }
        strangers += parents.map {
            StrangerLink(group: $0.childGroup, row: $0.childRow, parentGroup: number, parentRow: $0.row)
        }
    }

    /// The spans that have such a relative among some spans; one bitmap per group.
    func spans(with relative: Predicate.Relative, in spans: [Bitmap]) -> [Bitmap] {
        switch relative {
        case .parent: children(of: spans)
        case .ancestor: closure(of: spans, children)
        case .child: parents(of: spans)
        case .descendant: closure(of: spans, parents)
        case .sibling: siblings(of: spans)
        case .traceMate: preconditionFailure("mates are found by trace, not by families")
        }
    }

    private func children(of spans: [Bitmap]) -> [Bitmap] {
        var children = groups.indices.map { group in
            let words = spans[group].words
            let rows = links[group].rows
            guard !spans[group].isEmpty else { return Bitmap(count: rows.count, filled: false) }
            return words.withUnsafeBufferPointer { words in
                rows.withUnsafeBufferPointer { rows in
                    Bitmap(count: rows.count) { row in
                        let parent = Int(rows[row])
                        return parent != Int(ParentLinks.nowhere) && words[parent >> 6] >> UInt64(parent & 63) & 1 == 1
                    }
                }
            }
        }
        for link in strangers where spans[link.parentGroup][link.parentRow] { children[link.group].set(link.row) }
        return children
    }

    private func parents(of spans: [Bitmap]) -> [Bitmap] {
        var parents = groups.indices.map { group in
            var parents = Bitmap(count: links[group].rows.count, filled: false)
            for row in spans[group].rows() {
                let parent = links[group].rows[Int(row)]
                if parent != ParentLinks.nowhere { parents.set(Int(parent)) }
            }
            return parents
        }
        for link in strangers where spans[link.group][link.row] { parents[link.parentGroup].set(link.parentRow) }
        return parents
    }

    /// What any number of steps reaches; ends even where ids run in a circle, because it only grows.
    private func closure(of spans: [Bitmap], _ step: ([Bitmap]) -> [Bitmap]) -> [Bitmap] {
        var reached = step(spans)
        var newest = reached
        while newest.contains(where: { !$0.isEmpty }) {
            newest = step(newest)
            for group in groups.indices {
                newest[group].subtract(reached[group])
                reached[group].formUnion(newest[group])
            }
        }
        return reached
    }

    /// Spans whose parent has another child among the given spans.
    private func siblings(of spans: [Bitmap]) -> [Bitmap] {
        // Per parent how many of its children are given; two are as good as many.
        var counts = links.map { [UInt8](repeating: 0, count: $0.rows.count) }
        func count(_ group: Int, _ row: Int) { counts[group][row] = min(2, counts[group][row] + 1) }
        for group in groups.indices {
            for row in spans[group].rows() where links[group].rows[Int(row)] != ParentLinks.nowhere {
                count(group, Int(links[group].rows[Int(row)]))
            }
        }
        for link in strangers where spans[link.group][link.row] { count(link.parentGroup, link.parentRow) }
        var siblings = groups.indices.map { group in
            let rows = links[group].rows
            return Bitmap(count: rows.count) { row in
                rows[row] != ParentLinks.nowhere
                    && counts[group][Int(rows[row])] > (spans[group][row] ? 1 : 0)
            }
        }
        for link in strangers where counts[link.parentGroup][link.parentRow] > (spans[link.group][link.row] ? 1 : 0) {
            siblings[link.group].set(link.row)
        }
        return siblings
    }
}
