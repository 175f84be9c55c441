import SpanSources
import ToolKit

extension ToolFailure {
    /// What a span source could not do, as the caller of a tool reads it.
    init(_ error: SpanSourceError) {
        let code: Code =
            switch error.code {
            case .invalidQuery, .limitExceeded: .invalidArguments
            case .cancelled: .cancelled
            case .backend: .unavailable
            }
        self.init(code, error.message, hint: error.hint)
    }
}
