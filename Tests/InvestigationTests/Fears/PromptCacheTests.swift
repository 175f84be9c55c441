import JSONValues
import LanguageModels
import OutboundHTTP
import Synchronization
import TestSupport
import Testing

@testable import Investigation

/// The prefix of an investigation's requests stays the same byte by byte, so that a provider's cache answers for it.
struct PromptCacheTests {
    /// Caches as Anthropic documents it: tools, system, messages in this order, up to each marked block; one byte less
    /// alike and everything after it is read anew. A token is a byte here.
    private final class CachingServer: Sendable {
        private struct State {
            var cached: Set<String> = []
            var answers: [JSONValue]
            var requests = 0
        }

        private let state: Mutex<State>

        init(_ answers: [JSONValue]) { state = Mutex(State(answers: answers)) }

        func reply(to request: LoopbackRequest) -> LoopbackReply {
            state.withLock { state in
                guard let body = try? JSONValue(parsing: request.text), state.requests < state.answers.count else {
                    return .response(500)
                }
                let (whole, marks) = Self.prefixes(of: body)
                let read = marks.filter { state.cached.contains($0) }.map(\.utf8.count).max() ?? 0
                let written = max(0, (marks.last?.utf8.count ?? 0) - read)
                state.cached.formUnion(marks)
                let answer = state.answers[state.requests]
                state.requests += 1
                return .response(
                    headers: ["content-type": "application/json"],
                    JSONValue.object([
                        "content": answer["content"] ?? [], "stop_reason": answer["stop_reason"] ?? "end_turn",
                        "usage": [
                            "input_tokens": .integer(Int64(whole.utf8.count - read - written)), "output_tokens": 10,
                            "cache_read_input_tokens": .integer(Int64(read)),
                            "cache_creation_input_tokens": .integer(Int64(written)),
                        ],
                    ]).text)
            }
        }

        /// The prompt as text without its marks, and its beginnings up to each mark.
        private static func prefixes(of body: JSONValue) -> (whole: String, marks: [String]) {
            var text = ""
            var marks: [String] = []
            func add(_ block: JSONValue) {
                var members = block.object ?? [:]
                let isMark = members.removeValue(forKey: "cache_control") != nil
                text += JSONValue.object(members).text
                if isMark { marks.append(text) }
            }
            body["tools"]?.array?.forEach(add)
            body["system"]?.array?.forEach(add)
            for message in body["messages"]?.array ?? [] {
                text += message["role"]?.string ?? ""
                message["content"]?.array?.forEach(add)
            }
            return (text, marks)
        }
    }

    private static func uses(_ calls: (String, String, JSONValue)...) -> JSONValue {
        [
            "stop_reason": "tool_use",
            "content": .array(
                calls.map { id, name, input in
                    ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input]
                }),
        ]
    }

    @Test func `each step reads from the cache all that the step before had sent`() async throws {
        let provider = CachingServer([
            Self.uses(("a", "query_spans", ["group_by": ["build"]]), ("b", "diff_builds", ["service": "cart"])),
            Self.uses(("c", "hypotheses", Shop.ledger)), Self.uses(("d", "query_spans", ["group_by": ["pod"]])),
            Self.uses(("e", "submit_report", Shop.submission)),
        ])
        let server = try LoopbackServer { provider.reply(to: $0) }
        defer { server.stop() }
        let model = AnthropicMessages(
            ModelConfiguration(
                provider: .anthropic, model: "claude-sonnet-5-5", baseURL: server.url, key: APIKey("k"),
                capabilities: ModelCapabilities(streams: false, marksCache: true)), client: HTTPClient())
        let recorder = InMemoryRecorder()
        let report = try await Shop.investigator([model], recorder: recorder).investigate(Shop.plan())
        #expect(report.confidence == .confirmed)
        let usages = (recorder.now.transcripts["i1"] ?? []).compactMap { entry -> TokenUsage? in
            if case .answered(let answer) = entry { answer.turn.usage } else { nil }
        }
        #expect(usages.count == 4)
        #expect(usages[0].cacheRead == 0 && usages[0].cacheWrite > 0)
        for (earlier, later) in zip(usages, usages.dropFirst()) {
            // All but what the last mark of the step before did not cover, which is nothing: it ended the request.
            #expect(later.cacheRead == earlier.cacheRead + earlier.cacheWrite)
            #expect(later.cacheRead > 9 * (later.input - later.cacheRead - later.cacheWrite))
        }
        #expect(report.making.cachedTokens == usages.reduce(0) { $0 + $1.cacheRead })
    }
}
