import Analysis
import SourceHistory
import Telemetry
import ToolKit

/// The source half: what lies between two revisions, and how it fits with what was measured.
struct SourceComparison {
    let repositories: RepositorySet

    /// Commits of a range that are looked at one by one.
    static let commitLimit = 300

    /// What a repository says about the way from one build to another.
    struct Reading: Sendable {
        var repository: SourceRepository
        var older: Revision
        var newer: Revision
        var changes: [SourceRepository.Change]
        var diff: Diff
        var functions: [ChangedFunction]
    }

    /// Reads the repository; needs nothing of the telemetry, so that both are read at once.
    ///
    /// Never fails: what could not be read becomes a note, because the telemetry half stands without it.
    func read(_ old: ObservedBuild, _ new: ObservedBuild) async -> Result<Reading, SourceHistoryError> {
        do throws(SourceHistoryError) {
            let repository = try repositories.required(forService: new.service)
            let older = try await repository.revision(ofVersion: old.build, revision: old.revision)
            let newer = try await repository.revision(ofVersion: new.build, revision: new.revision)
            async let log = Self.result { () async throws(SourceHistoryError) -> [SourceRepository.Change] in
                try await repository.changes(from: older, to: newer, limit: Self.commitLimit)
            }
            let whole = try await repository.diff(from: older, to: newer)
            let (diff, functions) = try await repository.annotated(whole, from: older, to: newer)
            return .success(
                Reading(
                    repository: repository, older: older, newer: newer, changes: try await log.get(), diff: diff,
                    functions: functions))
        } catch {
            return .failure(error)
        }
    }

    private static func result<Value: Sendable>(
        _ work: @Sendable () async throws(SourceHistoryError) -> Value
    ) async -> Result<Value, SourceHistoryError> {
        do { return .success(try await work()) } catch { return .failure(error) }
    }

    /// Holds what was read against what was measured.
    func compare(
        _ reading: Result<Reading, SourceHistoryError>, _ new: ObservedBuild, _ difference: BuildDifference,
        _ sightings: [CodeSighting], _ failure: String?
    ) async -> SourceSections {
        guard case .success(let read) = reading else {
            if case .failure(let error) = reading {
                return SourceSections(note: "the source was not compared: \(error)")
            }
            return SourceSections(note: "the source was not compared")
        }
        let accounting = HunkAccounting(functions: read.functions, sightings: sightings, difference: difference)
        var trail: [BlameVote] = []
        if let failure { trail = (try? await read.repository.blameTrail(of: failure, at: read.newer)) ?? [] }
        let ranking = Self.rank(read.changes, new, accounting, difference, sightings, failure, trail)
        return SourceSections(
            older: read.older, newer: read.newer, changes: read.changes, diff: read.diff, accounting: accounting,
            ranking: ranking, isCut: read.changes.count >= Self.commitLimit,
            needsTags: read.functions.isEmpty && read.diff.files.contains { SourceRepository.needsTags(for: $0.path) }
                && !SourceRepository.hasTags)
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
                text: text, frames: frames + StackTrace(parsing: text).frames, terms: terms, isTraced: !trail.isEmpty,
                isOfNewerBuild: difference.comparison.isOfNewerBuild(difference.method)),
            candidates: candidates)
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
