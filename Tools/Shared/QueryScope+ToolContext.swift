import Telemetry
import ToolKit
import TraceQueries

extension QueryScope {
    /// The scope of a tool call.
    init(_ context: ToolContext) {
        self.init(window: context.window, now: context.now, environment: context.environment)
    }
}

extension ToolFailure {
    /// What was wrong with a query, as the caller of a tool reads it.
    init(_ error: TraceQLError) {
        let place = error.position.map { "\($0): " } ?? ""
        self.init(error.code == .source ? .unavailable : .invalidArguments, place + error.message, hint: error.hint)
    }
}
