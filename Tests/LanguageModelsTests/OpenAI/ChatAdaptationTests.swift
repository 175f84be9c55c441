import JSONValues
import LanguageModels
import OutboundHTTP
import TestSupport
import Testing

/// Servers that refuse a field are asked again without it.
struct ChatAdaptationTests {
    @Test(arguments: ["stream_options", "max_tokens"]) func `a field that is refused is left out`(
        field: String
    ) async throws {
        let dialect = ChatDialect()
        let server = try LoopbackServer { request in
            let body = (try? JSONValue(parsing: request.text)) ?? nil
            guard body[field] == nil else {
                return .response(400, #"{"error":{"message":"Unknown parameter: \#(field)"}}"#)
            }
            return dialect.stream(text: "Yes.")
        }
        #expect(try await ModelChecks.turn(of: dialect.model(server), Conversations.question).text == "Yes.")
        #expect(server.requests.count == 2)
    }

    @Test func `a refusal that names nothing is final`() async throws {
        let server = try LoopbackServer { _ in .response(400, #"{"error":{"message":"no"}}"#) }
        #expect(await failureCode(try ChatDialect().model(server)) == .invalidRequest)
        #expect(server.requests.count == 1)
    }
}
