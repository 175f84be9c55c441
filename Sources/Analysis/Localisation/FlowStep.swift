import Telemetry

/// One thing that happens inside a span, in the order of time: its beginning, a child, a log line, its end.
enum FlowStep: Hashable, Sendable {
    case begin
    case end
    /// A child that works in the same service.
    case local(Operation)
    /// A call to an operation of another service.
    case call(service: String, operation: String)
    /// A log record, by the line of code that wrote it.
    case line(String, isError: Bool)

    /// The step in words.
    var words: String {
        switch self {
        case .begin: FlowSteps.start
        case .end: FlowSteps.end
        case .local(let operation): operation.name
        case .call(let service, let operation): "the call to \(service) \(operation)"
        case .line(let line, let isError): isError ? FlowSteps.errorLine + line : "the line \(line)"
        }
    }
}

/// One step after another inside spans of one operation.
struct FlowTransition: Hashable, Sendable {
    let operation: Operation
    let from: FlowStep
    let to: FlowStep
}
