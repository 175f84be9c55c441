import TestSupport

/// What goes wrong at a provider, request after request.
enum ModelFault: String, CaseIterable, Sendable {
    case tooManyRequests, serverError, overloaded, stall, cutStream, malformedEvents, malformedArguments, unknownTool
    case megabyte, refusal, empty

    /// How the provider answers.
    func reply(in dialect: any WireDialect) -> LoopbackReply {
        switch self {
        case .tooManyRequests: dialect.failure(.rateLimit)
        case .serverError: dialect.failure(.server)
        case .overloaded: dialect.failure(.overloaded)
        case .stall: LoopbackReply([.hold])
        case .cutStream:
            .chunked(
                Array(dialect.events(thinking: nil, text: "Half of it", calls: [], stop: .finished).prefix(6)),
                end: .close)
        case .malformedEvents: .chunked(["data: {\"type\":\n\n"])
        case .malformedArguments:
            dialect.stream(calls: [WireCall(id: "call_1", name: "query_spans", arguments: #"{"group_by": ["serv"#)])
        case .unknownTool: dialect.stream(calls: [WireCall(id: "call_1", name: "drop_tables", arguments: "{}")])
        case .megabyte:
            .response(
                headers: ["content-type": "application/json"],
                dialect.whole(text: String(repeating: "word ", count: 200_000), calls: [], stop: .finished))
        case .refusal: dialect.stream(text: "I cannot help with that.", stop: .refused)
        case .empty: dialect.stream(text: "")
        }
    }
}
