package import JSONValues
package import LanguageModels
package import OutboundHTTP

/// A provider's protocol seen from the server's side: how it writes answers, faults and ends.
package protocol WireDialect: Sendable {
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

/// A tool call as a provider writes it.
package struct WireCall: Sendable {
    package var id: String
    package var name: String
    /// JSON as text, however broken.
    package var arguments: String

    /// Makes a call.
    package init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// How an answer stopped.
package enum WireStop: Sendable { case finished, calls, outputLimit, refused }

/// An error answer that providers give.
package enum WireError: Sendable, CaseIterable {
    case rateLimit, overloaded, server, authentication, spendLimit, contextFull, unknownModel

    package var code: ModelFailure.Code {
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
    /// A model that speaks this dialect to a server.
    package func model(
        _ server: LoopbackServer, limits: ModelLimits = ModelLimits(maximumAttempts: 1), streams: Bool = true,
        waiting: RetryWaiting = RecordedWaits().waiting, effort: String? = nil
    ) throws -> any LanguageModel {
        var capabilities = ModelCapabilities.known(for: configuration, model: "test-model")
        capabilities.streams = streams
        let configuration = ModelConfiguration(
            provider: configuration, model: "test-model", baseURL: server.url, key: APIKey("secret-key"),
            limits: limits, capabilities: capabilities, effort: effort)
        return try ModelFactory.model(configuration, client: HTTPClient(), waiting: waiting)
    }

    /// A whole streamed answer.
    package func stream(
        thinking: String? = nil, text: String? = nil, calls: [WireCall] = [], stop: WireStop? = nil
    ) -> LoopbackReply {
        .chunked(
            events(thinking: thinking, text: text, calls: calls, stop: stop ?? (calls.isEmpty ? .finished : .calls)))
    }

    /// An error answer.
    package func failure(_ kind: WireError, headers: [String: String] = [:]) -> LoopbackReply {
        let (status, body) = error(kind)
        return .response(status, headers: headers.merging(["content-type": "application/json"]) { $1 }, body)
    }
}

/// Every dialect whyd speaks.
package enum Dialects {
    package static let all: [any WireDialect] = [AnthropicDialect(), ChatDialect(), ResponsesDialect()]
}

/// One event of a stream as text.
package func eventText(_ data: JSONValue, name: String? = nil) -> String {
    (name.map { "event: \($0)\n" } ?? "") + "data: \(data.text)\n\n"
}
