import Analysis
import SourceHistory

/// One question made of a case: which of these commits broke it, if any.
struct CommitQuestion {
    /// Which commits may have done it.
    enum Kind: Hashable, CaseIterable {
        /// Every commit before the failure, as the published methods are measured.
        case wholeHistory
        /// A deploy of 20 commits with the culprit in their middle.
        case deploy
        /// The 20 commits after the culprit, and those before it: innocent, in the same code.
        case deployAfter, deployBefore
        /// Every commit of a history, and a failure of another repository.
        case foreign

        /// What a group's name ends in.
        var suffix: String {
            switch self {
            case .wholeHistory: ""
            case .deploy: "/deploy of 20"
            case .deployAfter: "/none: the 20 after"
            case .deployBefore: "/none: the 20 before"
            case .foreign: "/none: foreign failure"
            }
        }
    }

    var kind: Kind
    var failure: String
    /// What runs when it fails.
    var revision: Revision
    /// Newest first; nil for the whole history.
    var candidates: [Revision]?
    /// nil where "none" is the right answer.
    var culprit: String?

    /// Commits of a deploy.
    static let deploySize = 20

    /// The questions a case allows; a case without culprit is one itself.
    static func all(
        of each: CommitsAdapter.Case, foreign: String?, in repository: SourceRepository
    ) async throws -> [CommitQuestion] {
        let revision = try await repository.revision(each.brokenAt)
        func question(_ kind: Kind, _ candidates: [Revision]? = nil, culprit: String? = nil) -> CommitQuestion {
            CommitQuestion(
                kind: kind, failure: each.failure, revision: revision, candidates: candidates, culprit: culprit)
        }
        guard let culprit = each.culprit else { return [question(.wholeHistory)] }
        let guilty = try await repository.revision(culprit)
        let after = Array(try await repository.revisions(from: guilty, to: revision).suffix(deploySize))
        let before = Array(try await repository.revisions(to: guilty, limit: deploySize + 1).dropFirst())
        var questions = [
            question(.wholeHistory, culprit: culprit),
            question(.deploy, after.suffix(10) + [guilty] + before.prefix(9), culprit: culprit),
            question(.deployAfter, after), question(.deployBefore, before),
        ]
        if let foreign {
            questions.append(CommitQuestion(kind: .foreign, failure: foreign, revision: revision))
        }
        return questions.filter { $0.candidates?.isEmpty != true }
    }

    /// whyd's answer.
    func ranking(in repository: SourceRepository) async throws -> SuspectRanking {
        let hunt = SuspectHunt(repository)
        let failure = FailureDescription(text: failure)
        guard let candidates else { return try await hunt.suspects(of: failure, at: revision) }
        return try await hunt.suspects(of: failure, among: candidates, at: revision)
    }
}
