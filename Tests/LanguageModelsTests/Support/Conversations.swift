import JSONValues
import LanguageModels
import TestSupport
import ToolKit

/// Small conversations to ask models about.
enum Conversations {
    static let tools = ["query_spans", "search_spans"].map { name in
        ToolDefinition(
            name: ToolName(name),
            words: ToolWords(
                description: "Finds spans.",
                inputSchema: [
                    "type": "object", "properties": ["service": ["type": "string"], "limit": ["type": "integer"]],
                    "required": ["service"],
                ]))
    }

    static let question = ModelRequest(
        system: "You investigate.", tools: tools, messages: [.user("Why is pay slow?")])

    /// The question, an answer with calls, their results and a word on top.
    static func continued(_ turn: ModelTurn) -> ModelRequest {
        var request = question
        request.messages += [
            .assistant(turn),
            .toolResults(
                turn.toolCalls.map {
                    ToolCallResult(callID: $0.id, name: $0.name, content: "3 spans", isError: $0.name != "query_spans")
                }),
            .user("Two steps are left."),
        ]
        return request
    }

    static let calls = [
        WireCall(id: "call_a", name: "query_spans", arguments: #"{"service":"pay","limit":3}"#),
        WireCall(id: "call_b", name: "search_spans", arguments: #"{"service":"cart"}"#),
    ]
}

/// The code of the failure, or nil for an answer.
func failureCode(_ model: any LanguageModel, _ request: ModelRequest = Conversations.question) async -> ModelFailure
    .Code?
{
    await failure(model, request)?.code
}

/// The failure, or nil for an answer.
func failure(_ model: any LanguageModel, _ request: ModelRequest = Conversations.question) async -> ModelFailure? {
    do throws(ModelFailure) {
        _ = try await model.respond(to: request) { _ in }
        return nil
    } catch { return error }
}
