import SourceHistory
import ToolKit

extension ToolFailure {
    /// What a repository could not do, as the caller of a tool reads it.
    init(_ error: SourceHistoryError) {
        let code: Code =
            switch error.code {
            case .repositoryGone, .gitFailed: .unavailable
            case .unknownRevision, .fileAbsent, .functionAbsent: .notFound
            case .refused: .refused
            case .timedOut: .timedOut
            case .cancelled: .cancelled
            }
        self.init(code, error.message, hint: error.hint)
    }
}
