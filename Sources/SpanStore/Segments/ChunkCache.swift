import Synchronization

/// Columns of segments, decoded or as packed codes, kept between queries up to a number of bytes; the least recently
/// used go first.
final class ChunkCache: Sendable {
    private let limit: Int
    private let state = Mutex(State())

    /// What is kept of a chunk.
    fileprivate enum Content {
        case column(ColumnData)
        case codes(PackedCodes)

        var memoryBytes: Int {
            switch self {
            case .column(let data): data.memoryBytes
            case .codes(let codes): codes.memoryBytes
            }
        }
    }

    /// A content in the chain from the newest to the oldest use; `none` ends the chain.
    fileprivate struct Node {
        var key: Int64
        var content: Content
        var bytes: Int
        var newer: Int
        var older: Int
    }

    fileprivate static let none = -1

    fileprivate struct State {
        var places: [Int64: Int] = [:]
        var nodes: [Node] = []
        var newest = ChunkCache.none
        var oldest = ChunkCache.none
        var bytes = 0
    }

    init(limit: Int) { self.limit = limit }

    /// Bytes held now.
    var bytes: Int { state.withLock { $0.bytes } }

    /// The column of a chunk, where it is held.
    func find(_ chunk: Int64) -> ColumnData? {
        if case .column(let data) = content(chunk) { data } else { nil }
    }

    /// Keeps a column; one that alone is larger than the limit is not kept.
    func insert(_ chunk: Int64, _ data: ColumnData) { insert(chunk, .column(data)) }

    /// The packed codes of a chunk, where they are held.
    func findCodes(_ chunk: Int64) -> PackedCodes? {
        if case .codes(let codes) = content(~chunk) { codes } else { nil }
    }

    /// Keeps packed codes, beside the column or without it.
    func insertCodes(_ chunk: Int64, _ codes: PackedCodes) { insert(~chunk, .codes(codes)) }

    /// - Parameter key: A chunk for its column, the chunk's complement for its codes; chunks are never negative.
    private func content(_ key: Int64) -> Content? {
        state.withLock { state -> Content? in
            guard let place = state.places[key] else { return nil }
            if place != state.newest {
                state.unlink(place)
                state.linkNewest(place)
            }
            return state.nodes[place].content
        }
    }

    private func insert(_ key: Int64, _ content: Content) {
        state.withLock { state in
            let bytes = content.memoryBytes
            guard state.places[key] == nil, bytes <= limit else { return }
            while state.bytes + bytes > limit, state.oldest != Self.none { state.removeOldest() }
            state.nodes.append(Node(key: key, content: content, bytes: bytes, newer: Self.none, older: Self.none))
            state.places[key] = state.nodes.count - 1
            state.bytes += bytes
            state.linkNewest(state.nodes.count - 1)
        }
    }
}

extension ChunkCache.State {
    fileprivate mutating func unlink(_ place: Int) {
        let (newer, older) = (nodes[place].newer, nodes[place].older)
        if newer == ChunkCache.none { newest = older } else { nodes[newer].older = older }
        if older == ChunkCache.none { oldest = newer } else { nodes[older].newer = newer }
    }

    fileprivate mutating func linkNewest(_ place: Int) {
        nodes[place].newer = ChunkCache.none
        nodes[place].older = newest
        if newest == ChunkCache.none { oldest = place } else { nodes[newest].newer = place }
        newest = place
    }

    /// Takes the oldest out; the last node moves into its place, so that nodes have no gaps.
    fileprivate mutating func removeOldest() {
        let place = oldest
        unlink(place)
        places[nodes[place].key] = nil
        bytes -= nodes[place].bytes
        let last = nodes.count - 1
        if place != last {
            nodes[place] = nodes[last]
            places[nodes[place].key] = place
            let (newer, older) = (nodes[place].newer, nodes[place].older)
            if newer == ChunkCache.none { newest = place } else { nodes[newer].older = place }
            if older == ChunkCache.none { oldest = place } else { nodes[older].newer = place }
        }
        nodes.removeLast()
    }
}
