import Foundation
import Glibc
import JSONValues
import OutboundHTTP
import Synchronization
import Testing
import ToolKit

@testable import Serving

/// MCP over pipes and over HTTP.
struct MCPTransportTests {
    private let server = MCPServer(registry: sampleRegistry, context: { sampleToolContext })

    /// Runs a server on a pipe that holds `lines` and is closed after them.
    private func run(_ lines: [String]) async throws -> [JSONValue] {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        let text = Array((lines.joined(separator: "\n") + "\n").utf8)
        #expect(Glibc.write(ends[1], text, text.count) == text.count)
        close(ends[1])
        let answers = Mutex<[String]>([])
        try await MCPStdioServer(server, input: ends[0]) { line in answers.withLock { $0.append(line) } }.run()
        return try answers.withLock { try $0.map { try JSONValue(parsing: $0) } }
    }

    @Test func `requests on a pipe are answered and the end of it ends the server`() async throws {
        let answers = try await run([
            #"{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"2025-11-25"}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, "", "garbage",
            #"{"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"add_numbers","arguments":{"a":1,"b":1}}}"#,
        ])
        #expect(answers.count == 3)
        #expect(Set(answers.compactMap { $0["id"]?.string }) == ["a", "b"])
        #expect(answers.contains { $0["error"]?["code"] == -32700 })
    }

    @Test func `an input that cannot be waited for is refused in words`() async throws {
        let error = await #expect(throws: ServingError.self) {
            try await MCPStdioServer(server, input: open("/dev/null", O_RDONLY)) { _ in }.run()
        }
        #expect(error?.description.contains("no pipe") == true)
    }

    @Test func `many requests at once are all answered`() async throws {
        let lines = (0..<100).map { #"{"jsonrpc":"2.0","id":\#($0),"method":"ping"}"# }
        let answers = try await run(lines)
        #expect(Set(answers.compactMap { $0["id"]?.integer }) == Set(0..<100))
    }

    @Test func `lines are found however they are cut and have an end`() throws {
        var lines = MCPLines(maximumBytes: 8)
        let nothing = try lines.take(Array("ab".utf8))
        let some = try lines.take(Array("c\nd\n\ne".utf8))
        #expect(nothing == [] && some == ["abc", "d", ""])
        #expect(throws: MCPInputError.self) {
            var short = MCPLines(maximumBytes: 8)
            _ = try short.take(Array("123456789".utf8))
        }
    }

    private func post(
        _ house: House, _ body: String, _ headers: [String: String] = [:]
    ) async throws -> PlainHTTP.Answer {
        try await house.http.send(
            "POST", "/mcp", headers: headers.merging(["content-type": "application/json"]) { own, _ in own },
            body: Array(body.utf8))
    }

    private let modernList = #"""
        {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
        """#

    @Test func `headers and body must say the same`() async throws {
        try await withHouse(mcp: server) { (house: House) async throws -> Void in
            let right = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/list"]
            #expect(try await post(house, modernList, right).status == 200)
            for (name, value) in [("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Method", "tools/call")] {
                let answer = try await post(house, modernList, right.merging([name: value]) { $1 })
                #expect(answer.status == 400 && answer.text.contains("-32020"))
            }
        }
    }

    @Test func `statuses follow the protocol`() async throws {
        try await withHouse(mcp: server) { (house: House) async throws -> Void in
            let unknown = modernList.replacingOccurrences(of: "tools/list", with: "tools/nope")
            let headers = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/nope"]
            #expect(try await post(house, unknown, headers).status == 404)
            #expect(try await post(house, #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).status == 202)
            #expect(try await post(house, "{").status == 400)
            #expect(try await house.http.send("GET", "/mcp").status == 405)
        }
    }

    @Test func `pages of other sites and senders of other types are turned away`() async throws {
        try await withHouse(mcp: server) { (house: House) async throws -> Void in
            #expect(try await post(house, modernList, ["origin": "http://evil.example"]).status == 403)
            #expect(try await post(house, modernList, ["content-type": "text/plain"]).status == 415)
        }
    }

    @Test func `where a token is set it has to be shown`() async throws {
        try await withHouse(mcp: server, mcpToken: "t0ken") { (house: House) async throws -> Void in
            let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
            #expect(try await post(house, ping).status == 401)
            #expect(try await post(house, ping, ["authorization": "Bearer t0ken"]).status == 200)
        }
    }

    @Test func `whyd can use whyd`() async throws {
        try await withHouse(mcp: server) { (house: House) async throws -> Void in
            let source = MCPToolSource(
                MCPServerConfiguration(
                    name: "other", transport: .http(url: "http://127.0.0.1:\(house.http.port)/mcp", headers: [:]),
                    tools: [.init("add_numbers")]),
                client: HTTPClient())
            let registry = ToolRegistry(try await source.load().tools)
            let output = try await registry.call("other__add_numbers", ["a": 40, "b": 2], sampleToolContext).get()
            guard case .text(let text)? = output.sections.first?.content else { return #expect(Bool(false)) }
            #expect(text.contains("the sum is 42"))
        }
    }
}
