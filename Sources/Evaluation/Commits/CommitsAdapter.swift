import Analysis
import Foundation
import SourceHistory

/// Which commit of a whole history brought a failure in (layout of `commits/`: `cases.json` alone).
///
/// The histories are not part of the cases: they are looked for in `EvaluationConfiguration.repositories`, and what is
/// not there is skipped with a note. Each case asks several questions (`CommitQuestion`): some have no culprit to name.
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
        var convictions = ConvictionTable()
        let all = try cases(folder)
        for each in configuration.chosen(all, id: { $0.id }) {
            guard let repository = configuration.repository(each.repository) else {
                missing[each.repository, default: 0] += 1
                continue
            }
            let foreign = all.first { $0.repository != each.repository }
            for question in try await CommitQuestion.all(of: each, foreign: foreign?.failure, in: repository) {
                let ranking = try await question.ranking(in: repository)
                let rank = Self.rank(of: question.culprit, in: ranking)
                report.add(rank, to: "\(name)\(question.kind.suffix)")
                if question.kind == .wholeHistory { report.add(rank, to: "\(name) \(each.repository)") }
                convictions.add(question, each.repository, ranking)
                configuration.progress(
                    "\(each.id)\(question.kind.suffix): \(rank.map { "rank \($0)" } ?? "not ranked")"
                        + (ranking.isNone ? ", none suspected" : "") + String(format: " (%.2f)", ranking.substance()))
            }
        }
        for (repository, count) in missing.sorted(by: { $0.key < $1.key }) {
            report.notes.append("commits: \(count) cases skipped, there is no clone of \(repository)")
        }
        report.notes += convictions.lines
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

    /// 1 where "none" is right and was said; ties count against us.
    private static func rank(of culprit: String?, in ranking: SuspectRanking) -> Int? {
        guard let culprit else { return ranking.isNone ? 1 : nil }
        return RankScore.strict(
            culprit, among: ranking.suspects.map { (candidate: $0.candidate.name, score: $0.score) })
    }
}
