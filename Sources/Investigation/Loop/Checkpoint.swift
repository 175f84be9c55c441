import JSONValues
import LanguageModels
import ToolKit

/// A conversation begun anew, because the old one would no longer fit the model: what was found is kept, what was said
/// on the way is not.
///
/// The words replace everything between the first message and the checkpoint. They are made from the transcript alone.
struct Checkpoint {
    let text: String

    /// Characters of an answer to an earlier question that are kept.
    private static let answerLimit = 1500
    /// Results that are listed; older ones can still be read by their ids.
    private static let results = 60

    init(_ transcript: Transcript) {
        var members: [String: JSONValue] = [
            "notice": .string(LoopWords.checkpoint), "results": .array(Self.results(of: transcript)),
        ]
        let conversation = Self.conversation(transcript)
        if !conversation.isEmpty { members["conversation"] = .array(conversation) }
        if transcript.plan.mode == .investigate {
            let ledger = transcript.ledger.output(silentServices: transcript.facts.silentServices)
            members["ledger"] = RenderedOutput(ledger).value
        }
        text = JSONValue.object(members).text
    }

    /// Every stored result by id: what was asked and its first sentence.
    private static func results(of transcript: Transcript) -> [JSONValue] {
        transcript.evidence.values.sorted { $0.id < $1.id }.suffix(results).map { evidence in
            [
                "evidence": .string("\(evidence.id)"), "tool": .string(evidence.tool),
                "arguments": .string(String(evidence.arguments.text.prefix(300))),
                "summary": .string(UntrustedText.cleaned(evidence.output.summary, limit: 300)),
            ]
        }
    }

    /// Earlier questions with their answers, and the one that is open.
    private static func conversation(_ transcript: Transcript) -> [JSONValue] {
        transcript.entries.compactMap { entry in
            switch entry {
            case .told(let question, .followUp): ["question": .string(question)]
            case .concluded(let report): ["answer": .string(String(report.answer.prefix(answerLimit)))]
            default: nil
            }
        }
    }
}

/// About how many tokens the next request has.
struct ContextEstimate {
    let tokens: Int

    /// Fewer bytes make a token in no text we know of; an estimate that is too large only shortens earlier.
    private static let bytesPerToken = 3

    init(_ request: ModelRequest) {
        let tools = request.tools.reduce(request.system.utf8.count) { sum, tool in
            sum + tool.words.description.utf8.count + tool.words.inputSchema.text.utf8.count
        }
        tokens = request.messages.reduce(tools) { $0 + Self.bytes($1) } / Self.bytesPerToken
    }

    private static func bytes(_ message: ModelMessage) -> Int {
        switch message {
        case .user(let text): text.utf8.count
        case .toolResults(let results): results.reduce(0) { $0 + $1.content.utf8.count }
        case .assistant(let turn): turn.providerContent?.text.utf8.count ?? turn.blocks.reduce(0) { $0 + bytes($1) }
        }
    }

    private static func bytes(_ block: ModelTurn.Block) -> Int {
        switch block {
        case .text(let text): text.utf8.count
        case .thinking: 0
        case .toolCall(let call): call.arguments.text.utf8.count + call.name.utf8.count
        }
    }
}
