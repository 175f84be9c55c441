extension SourceRepository {
    /// The commits that last changed the code a failure went through, most of it first.
    ///
    /// - Parameters:
    ///   - failure: an exception with its stack trace, a failing test, or any text that holds frames.
    ///   - revision: what was running when it failed.
    ///   - fileLimit: most files whose lines are traced.
    public func blameTrail(
        of failure: String, at revision: Revision, weights: TrailWeights = TrailWeights(), fileLimit: Int = 20
    ) async throws(SourceHistoryError) -> [BlameVote] {
        let text = FailureText(failure)
        var trail = FailureTrail(text, tree: SourceTree(try await paths(at: revision)), weights: weights)
        let wanted = Array(trail.paths.prefix(fileLimit))
        let read = try await outlines(of: wanted, at: revision)
        trail.weigh(Dictionary(zip(wanted, read), uniquingKeysWith: { first, _ in first }))
        var tally = BlameTally()
        for (path, places) in Dictionary(grouping: trail.places, by: \.key.path).sorted(by: { $0.key < $1.key }) {
            let lines = try await blame(path, at: revision)
            for (place, weight) in places.sorted(by: { $0.key.lines.lowerBound < $1.key.lines.lowerBound }) {
                tally.add(lines, place, weight)
            }
        }
        return tally.votes
    }
}

/// Adds up who wrote the lines of a trail.
struct BlameTally {
    private var weights: [Revision: Double] = [:]
    private var heaviest: [Revision: (weight: Double, path: String, line: Int, reason: String)] = [:]

    /// Shares a place's weight among the commits that wrote its lines of code.
    mutating func add(_ blame: [SourceRepository.BlameLine], _ place: FailureTrail.Place, _ weight: Double) {
        let isLine = place.lines.count == 1
        let lines = blame.filter { place.lines.contains($0.line) && (isLine || Self.isCode($0.text)) }
        let share = weight / Double(max(1, lines.count))
        var mine: [Revision: Double] = [:]
        for line in lines {
            mine[line.revision, default: 0] += share
            if mine[line.revision] == share, weight > heaviest[line.revision]?.weight ?? 0 {
                heaviest[line.revision] = (weight, place.path, line.line, place.reason)
            }
        }
        for (revision, share) in mine { weights[revision, default: 0] += share }
    }

    /// Most of the trail first; ties by hash, so that the order never depends on hashing.
    var votes: [BlameVote] {
        let total = weights.values.reduce(0, +)
        guard total > 0 else { return [] }
        return weights.map { revision, weight in
            let place = heaviest[revision]
            return BlameVote(
                revision: revision, share: weight / total, path: place?.path ?? "", line: place?.line ?? 0,
                reason: place?.reason ?? "")
        }.sorted { ($1.share, $0.revision.hash) < ($0.share, $1.revision.hash) }
    }

    private static func isCode(_ text: String) -> Bool {
        let start = text.drop { $0.isWhitespace }
        guard start.contains(where: { $0.isLetter || $0.isNumber }) else { return false }
        return !["*", "/*", "//", "#", "import ", "package ", "\"\"\""].contains { start.hasPrefix($0) }
    }
}
