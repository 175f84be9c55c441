import Analysis
import Foundation
import SourceHistory

/// Which commit of a whole history brought a failure in (layout of `commits/`: `cases.json` alone).
///
/// The histories are not part of the cases: they are looked for in `EvaluationConfiguration.repositories`, and what is
/// not there is skipped with a note.
struct CommitsAdapter: CaseAdapter {
    let name = "commits"

    /// One case.
    struct Case: Decodable {
        var id: String
        /// `github:owner/name`.
        var repository: String
        var brokenAt: String
        /// nil where no commit of the history brought it in.
        var culprit: String?
        var failure: String

        private enum CodingKeys: String, CodingKey {
            case id, repository, culprit, failure
            case brokenAt = "broken_at"
        }
    }

    func recognises(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "cases.json").path)
            && !FileManager.default.fileExists(atPath: folder.appending(path: "minutes").path)
    }

    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport {
        let began = Date()
        var report = EvaluationReport()
        var missing: [String: Int] = [:]
        for each in configuration.chosen(try cases(folder), id: { $0.id }) {
            guard let repository = Self.repository(each.repository, in: configuration.repositories) else {
                missing[each.repository, default: 0] += 1
                continue
            }
            let ranking = try await Self.rank(each, repository)
            let rank = Self.rank(of: each.culprit, in: ranking)
            report.add(rank, to: each.culprit == nil ? "\(name)/none" : name)
            if each.culprit != nil { report.add(rank, to: "\(name) \(each.repository)") }
            configuration.progress("\(each.id): \(rank.map { "rank \($0)" } ?? "not ranked")")
        }
        for (repository, count) in missing.sorted(by: { $0.key < $1.key }) {
            report.notes.append("commits: \(count) cases skipped, there is no clone of \(repository)")
        }
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    private func cases(_ folder: URL) throws -> [Case] {
        do {
            return try JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "cases.json")))
        } catch {
            throw EvaluationError(.unreadableCase, "commits/cases.json cannot be read: \(error)")
        }
    }

    /// Ranks the whole history before the failure: commits that no trail leads to share the last place.
    static func rank(_ each: Case, _ repository: SourceRepository) async throws -> SuspectRanking {
        let revision = try await repository.revision(each.brokenAt)
        return try await SuspectHunt(repository).suspects(of: FailureDescription(text: each.failure), at: revision)
    }

    /// 1 where "none" is right and was said; ties count against us.
    private static func rank(of culprit: String?, in ranking: SuspectRanking) -> Int? {
        guard let culprit else { return ranking.isNone ? 1 : nil }
        return RankScore.strict(
            culprit, among: ranking.suspects.map { (candidate: $0.candidate.name, score: $0.score) })
    }

    /// The clone of a repository under the names that clones and mirrors usually have.
    static func repository(_ name: String, in folder: URL?) -> SourceRepository? {
        guard let folder, let path = name.split(separator: ":").last, let last = path.split(separator: "/").last else {
            return nil
        }
        let joined = path.replacingOccurrences(of: "/", with: "+")
        for candidate in ["\(path)", "\(path).git", "\(last)", "\(last).git", joined, "\(joined)/repo"] {
            let directory = folder.appending(path: candidate).path
            let isThere = ["HEAD", ".git"].contains {
                FileManager.default.fileExists(atPath: "\(directory)/\($0)")
            }
            if isThere { return SourceRepository(path: directory) }
        }
        return nil
    }
}
