import Analysis
import SourceHistory
import Telemetry
import ToolKit

/// The source half: what lies between two revisions, and how it fits with what was measured.
struct SourceComparison {
    let repositories: RepositorySet

    /// Commits of a range that are looked at one by one.
    static let commitLimit = 300

    /// Never fails: what could not be read becomes a note, because the telemetry half stands without it.
    func compare(
        _ old: ObservedBuild, _ new: ObservedBuild, _ difference: BuildDifference, _ sightings: [CodeSighting],
        _ failure: String?
    ) async -> SourceSections {
        do {
            let repository = try repositories.required(forService: new.service)
            let older = try await repository.revision(ofVersion: old.build, revision: old.revision)
            let newer = try await repository.revision(ofVersion: new.build, revision: new.revision)
            return try await sections(repository, older, newer, new, difference, sightings, failure)
        } catch {
            return SourceSections(note: "the source was not compared: \(error)")
        }
    }

    private func sections(
        _ repository: SourceRepository, _ older: Revision, _ newer: Revision, _ new: ObservedBuild,
        _ difference: BuildDifference, _ sightings: [CodeSighting], _ failure: String?
    ) async throws(SourceHistoryError) -> SourceSections {
        let changes = try await repository.changes(from: older, to: newer, limit: Self.commitLimit)
        let whole = try await repository.diff(from: older, to: newer)
        let (diff, functions) = try await repository.annotated(whole, from: older, to: newer)
        let accounting = HunkAccounting(functions: functions, sightings: sightings, difference: difference)
        let trail = failure == nil ? [] : (try? await repository.blameTrail(of: failure ?? "", at: newer)) ?? []
        let ranking = Self.rank(changes, new, accounting, difference, sightings, failure, trail)
        return SourceSections(
            older: older, newer: newer, changes: changes, diff: diff, accounting: accounting, ranking: ranking,
            isCut: changes.count >= Self.commitLimit)
    }

    private static func rank(
        _ changes: [SourceRepository.Change], _ new: ObservedBuild, _ accounting: HunkAccounting,
        _ difference: BuildDifference, _ sightings: [CodeSighting], _ failure: String?, _ trail: [BlameVote]
    ) -> SuspectRanking {
        let regressed = accounting.entries.filter { $0.state == .exercisedAndRegressed }.map(\.function)
        let votes = Dictionary(trail.map { ($0.revision, $0) }, uniquingKeysWith: { first, _ in first })
        // Votes for commits older than the range say that the code is not new; they leave the range's commits as they are.
        let candidates = changes.map { change in
            var candidate = SuspectCandidate(change, deployedAt: new.firstSeen, blame: votes[change.commit.revision])
            candidate.touchesRegressedOperation =
                regressed.isEmpty ? nil : regressed.contains { touches(change.diff, $0) }
            return candidate
        }
        let worse =
            difference.comparison.operations(.regressed) + difference.comparison.operations(.appeared)
            + difference.comparison.operations(.vanished)
        let terms =
            worse.map(\.operation.name) + difference.exceptions.filter(\.isNew).map(\.value)
            + difference.statements.filter { !$0.isGone }.prefix(5).map(\.value)
            + difference.peers.filter(\.isNew).map(\.value)
        let frames = sightings.filter { sighting in worse.contains { $0.operation == sighting.operation } }
            .flatMap(\.frames)
        let text = failure ?? ""
        return SuspectRanking.rank(
            failure: FailureDescription(
                text: text, frames: frames + StackTrace(parsing: text).frames, terms: terms), candidates: candidates)
    }

    private static func touches(_ diff: Diff, _ function: ChangedFunction) -> Bool {
        diff.files.contains { file in
            (file.path == function.path || file.oldPath == function.path)
                && file.hunks.contains { hunk in
                    hunk.newStart <= function.function.lines.upperBound + 40
                        && hunk.newStart + hunk.newCount >= function.function.lines.lowerBound - 40
                        || hunk.heading.contains(function.function.name)
                }
        }
    }
}
