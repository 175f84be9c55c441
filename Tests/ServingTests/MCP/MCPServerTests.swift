import JSONValues
import Telemetry
import Testing
import ToolKit

@testable import Serving

/// MCP messages in, MCP messages out.
struct MCPServerTests {
    private let server = MCPServer(registry: sampleRegistry, context: { sampleToolContext }, instructions: "Begin.")

    private func ask(_ method: String, _ parameters: JSONValue = [:]) async throws -> JSONValue {
        let request: JSONValue = ["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": parameters]
        let answer = try JSONValue(parsing: try #require(await server.answer(line: request.text)))
        #expect(answer["jsonrpc"] == "2.0" && answer["id"] == 7)
        return answer
    }

    private func modern(_ members: [String: JSONValue] = [:], version: String = "2026-07-28") -> JSONValue {
        var members = members
        members["_meta"] = [
            "io.modelcontextprotocol/protocolVersion": .string(version),
            "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        return .object(members)
    }

    @Test func `a modern client discovers, lists and calls without a handshake`() async throws {
        let discovery = try await ask("server/discover", modern())["result"]
        #expect(discovery?["supportedVersions"] == ["2026-07-28"])
        #expect(discovery?["resultType"] == "complete" && discovery?["ttlMs"] != nil)
        let list = try await ask("tools/list", modern())["result"]
        #expect(list?["tools"]?.array?.map { $0["name"] } == ["add_numbers", "fail"])
        #expect(list?["tools"]?[0]?["annotations"]?["readOnlyHint"] == true)
        #expect(list?["cacheScope"] == "public")
        let call = try await ask("tools/call", modern(["name": "add_numbers", "arguments": ["a": 2, "b": 3]]))["result"]
        #expect(call?["isError"] == false && call?["resultType"] == "complete")
        #expect(call?["structuredContent"]?["summary"] == "the sum is 5")
        #expect(call?["content"]?[0]?["text"]?.string?.contains("the sum is 5") == true)
        #expect(call?["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "whyd")
    }

    @Test(arguments: ["2025-11-25", "2025-06-18", "2024-11-05"]) func `a legacy client gets the version it asks for`(
        version: String
    ) async throws {
        let result = try await ask("initialize", ["protocolVersion": .string(version)])["result"]
        #expect(result?["protocolVersion"] == .string(version))
        #expect(result?["serverInfo"]?["name"] == "whyd" && result?["instructions"] == "Begin.")
        #expect(await server.answer(line: #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#) == nil)
        #expect(try await ask("ping")["result"] == [:])
        let call = try await ask("tools/call", ["name": "add_numbers", "arguments": ["a": 2, "b": 3]])["result"]
        #expect(call?["isError"] == false && call?["resultType"] == nil)
    }

    @Test func `a legacy client of an unknown version is offered the newest`() async throws {
        let result = try await ask("initialize", ["protocolVersion": "2031-01-01"])["result"]
        #expect(result?["protocolVersion"] == "2025-11-25")
    }

    @Test func `what the model can correct is a result and what the client did wrong is an error`() async throws {
        let failed = try await ask("tools/call", ["name": "fail"])["result"]
        #expect(failed?["isError"] == true)
        #expect(failed?["content"]?[0]?["text"]?.string?.contains("no such trace") == true)
        let unfit = try await ask("tools/call", ["name": "add_numbers", "arguments": ["a": "two"]])["result"]
        #expect(unfit?["isError"] == true)
        #expect(try await ask("tools/call", ["name": "add_number"])["error"]?["code"] == -32602)
        #expect(try await ask("tools/call")["error"]?["code"] == -32602)
        #expect(try await ask("resources/list")["error"]?["code"] == -32601)
        #expect(try await ask("initialize", modern())["error"]?["code"] == -32601)
    }

    @Test func `versions and declarations are checked`() async throws {
        let error = try await ask("tools/list", modern(version: "2027-01-01"))["error"]
        #expect(error?["code"] == -32022 && error?["data"]?["supported"] == ["2026-07-28"])
        let undeclared: JSONValue = ["_meta": ["io.modelcontextprotocol/protocolVersion": "2026-07-28"]]
        #expect(try await ask("tools/list", undeclared)["error"]?["code"] == -32602)
        #expect(try await ask("server/discover")["error"]?["code"] == -32602)
    }

    @Test(arguments: [
        ("{", -32700), ("[]", -32600), (#"{"id":1}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32600),
    ]) func `what is no message is answered without an id`(line: String, code: Int64) async throws {
        let answer = try JSONValue(parsing: try #require(await server.answer(line: line)))
        #expect(answer["error"]?["code"] == .integer(code) && answer["id"] == .some(.null))
    }
}
