public import SourceHistory

/// Finds the commits behind a failure in a repository that is handed in, and ranks them.
public struct SuspectHunt: Sendable {
    let repository: SourceRepository
    /// Changes outside the source that are ranked beside the commits.
    let others: [SuspectCandidate]

    /// Commits of a trail that are looked at, the heaviest first.
    static let trailLimit = 150

    /// Hunts in a repository.
    public init(_ repository: SourceRepository, others: [SuspectCandidate] = []) {
        self.repository = repository
        self.others = others
    }

    /// Ranks the commits of the whole history that the failure's trail leads to.
    public func suspects(
        of failure: FailureDescription, at revision: Revision, scoring: SuspectScoring = SuspectScoring()
    ) async throws(SourceHistoryError) -> SuspectRanking {
        let votes = try await repository.blameTrail(of: failure.text, at: revision)
        let changes = try await repository.changes(votes.prefix(Self.trailLimit).map(\.revision))
        return SuspectRanking.rank(
            failure: failure, candidates: Self.candidates(changes, votes) + others, scoring: scoring)
    }

    /// Ranks the commits between two revisions: those that a deploy brought.
    ///
    /// Looks at the newest `limit` of them and at every one that the failure's trail leads to, however old. What a commit
    /// changes beside code - dependencies, settings, flags - is a row of its own behind it.
    public func suspects(
        of failure: FailureDescription, from older: Revision, to newer: Revision,
        scoring: SuspectScoring = SuspectScoring(), limit: Int = 300
    ) async throws(SourceHistoryError) -> SuspectRanking {
        let brought = try await repository.revisions(from: older, to: newer)
        return try await suspects(of: failure, among: brought, at: newer, scoring: scoring, limit: limit)
            .detailed(failure, scoring)
    }

    /// Ranks some commits, newest first, against a failure of the code at a revision.
    public func suspects(
        of failure: FailureDescription, among revisions: [Revision], at revision: Revision,
        scoring: SuspectScoring = SuspectScoring(), limit: Int = 300
    ) async throws(SourceHistoryError) -> SuspectRanking {
        let votes = try await repository.blameTrail(of: failure.text, at: revision)
        let older = Set(revisions.dropFirst(limit))
        let voters = votes.map(\.revision).filter { older.contains($0) }.prefix(Self.trailLimit)
        let changes = try await repository.changes(Array(revisions.prefix(limit)) + voters)
        var traced = failure
        traced.isTraced = !votes.isEmpty
        return SuspectRanking.rank(
            failure: traced, candidates: Self.candidates(changes, votes) + others, scoring: scoring)
    }

    private static func candidates(_ changes: [SourceRepository.Change], _ votes: [BlameVote]) -> [SuspectCandidate] {
        let known = Dictionary(votes.map { ($0.revision, $0) }, uniquingKeysWith: { first, _ in first })
        return changes.map { SuspectCandidate($0, blame: known[$0.commit.revision]) }
    }
}
