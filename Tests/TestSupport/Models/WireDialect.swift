import JSONValues
import LanguageModels
import OutboundHTTP
import TestSupport

/// A provider's protocol seen from the server's side: how it writes answers, faults and ends.
protocol WireDialect: Sendable {
    var name: String { get }
    var configuration: ModelConfiguration.Provider { get }

    /// Events of an answer of thinking, text and calls, and how it stopped.
    func events(thinking: String?, text: String?, calls: [WireCall], stop: WireStop) -> [String]
    /// The same answer, not streamed.
    func whole(text: String?, calls: [WireCall], stop: WireStop) -> String
    /// The body of an error answer.
    func error(_ kind: WireError) -> (status: Int, body: String)
    /// An error in the middle of a stream.
    var brokenOff: String { get }
}

struct WireCall: Sendable {
    var id: String
    var name: String
    var arguments: String
}

enum WireStop: Sendable { case finished, calls, outputLimit, refused }

enum WireError: Sendable, CaseIterable {
    case rateLimit, overloaded, server, authentication, spendLimit, contextFull, unknownModel

    var code: ModelFailure.Code {
        switch self {
        case .rateLimit, .overloaded, .server: .overloaded
        case .authentication: .authentication
        case .spendLimit: .spendLimit
        case .contextFull: .contextFull
        case .unknownModel: .invalidRequest
        }
    }
}

extension WireDialect {
    func model(
        _ server: LoopbackServer, limits: ModelLimits = ModelLimits(maximumAttempts: 1), streams: Bool = true,
        waiting: RetryWaiting = RecordedWaits().waiting, effort: String? = nil
    ) throws -> any LanguageModel {
        var capabilities = ModelCapabilities.known(for: configuration, model: "test-model")
        capabilities.streams = streams
        let configuration = ModelConfiguration(
            provider: configuration, model: "test-model", baseURL: server.url, key: APIKey("secret-key"),
            limits: limits, capabilities: capabilities, effort: effort)
        let model = try ModelFactory.make([configuration], client: HTTPClient(), waiting: waiting)
        guard let model else { throw ModelFailure(.invalidRequest, "no model") }
        return model
    }

    func stream(
        thinking: String? = nil, text: String? = nil, calls: [WireCall] = [], stop: WireStop? = nil
    ) -> LoopbackReply {
        .chunked(
            events(thinking: thinking, text: text, calls: calls, stop: stop ?? (calls.isEmpty ? .finished : .calls)))
    }

    func failure(_ kind: WireError, headers: [String: String] = [:]) -> LoopbackReply {
        let (status, body) = error(kind)
        return .response(status, headers: headers.merging(["content-type": "application/json"]) { $1 }, body)
    }
}

enum Dialects {
    static let all: [any WireDialect] = [AnthropicDialect(), ChatDialect(), ResponsesDialect()]
}

/// One event of a stream as text.
func eventText(_ data: JSONValue, name: String? = nil) -> String {
    (name.map { "event: \($0)\n" } ?? "") + "data: \(data.text)\n\n"
}
