import Foundation
import JSONValues
import OutboundHTTP
import Telemetry
import TestSupport
import Testing
import ToolKit

/// MCP servers as sources of tools, against recorded answers of real ones.
struct MCPToolSourceTests {
    private static let context = ToolContext(
        window: TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1)),
        baseline: TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1)),
        now: Timestamp(nanoseconds: 1))

    private func stdio(
        _ command: [String], _ tools: [MCPServerConfiguration.AllowedTool], timeout: Duration = .seconds(20)
    ) -> MCPToolSource {
        MCPToolSource(
            MCPServerConfiguration(
                name: "repo", transport: .stdio(command: command, environment: ["PATH": "/usr/bin:/bin"]),
                tools: tools, startTimeout: timeout, callTimeout: timeout),
            client: HTTPClient())
    }

    private func call(_ source: MCPToolSource, _ name: String, _ arguments: JSONValue) async throws -> ToolOutput {
        let registry = ToolRegistry(try await source.load().tools)
        return try await registry.call(name, arguments, Self.context).get()
    }

    @Test(arguments: ["modern-git", "legacy-git"]) func `a program of either era lends its tools`(
        recording: String
    ) async throws {
        let source = stdio(try RecordedMCPServer(recording).command, [.init("git_status"), .init("git_log")])
        let offer = try await source.load()
        #expect(offer.tools.map(\.name.text) == ["repo__git_status", "repo__git_log"])
        #expect(offer.notes.isEmpty)
        let output = try await call(source, "repo__git_log", ["repo_path": "/srv/app"])
        guard case .text(let text)? = output.sections.first?.content else { return #expect(Bool(false)) }
        #expect(!text.isEmpty && output.backend == "mcp:repo")
    }

    @Test func `only allowed tools are offered and arguments are checked before the server sees them`() async throws {
        let source = stdio(try RecordedMCPServer("legacy-sqlite").command, [.init("read_query"), .init("gone")])
        let offer = try await source.load()
        #expect(offer.tools.map(\.name.text) == ["repo__read_query"])
        #expect(offer.notes.count == 1)
        let registry = ToolRegistry(offer.tools)
        await #expect(throws: ToolFailure.self) {
            try await registry.call("repo__write_query", [:], Self.context).get()
        }
        let refused = await registry.call("repo__read_query", ["query": 7], Self.context)
        #expect(refused == .failure(ToolFailure(.invalidArguments, refused.message)))
    }

    @Test func `a definition that changed since it was approved is not offered`() async throws {
        let command = try RecordedMCPServer("modern-git").command
        let hash = try #require(try await stdio(command, [.init("git_status")]).load().hashes["git_status"])
        #expect(try await stdio(command, [.init("git_status", pin: hash)]).load().tools.count == 1)
        let changed = try await stdio(command, [.init("git_status", pin: "0000")]).load()
        #expect(changed.tools.isEmpty && changed.notes.first?.contains(hash) == true)
    }

    @Test func `a server that says nothing, dies or is not there is a clear failure`() async {
        let silent = stdio(["/bin/sh", "-c", "while read -r x; do :; done"], [.init("x")], timeout: .milliseconds(60))
        #expect(await failure(silent) == .timedOut)
        #expect(await failure(stdio(["/bin/sh", "-c", "read -r line; exit 3"], [.init("x")])) == .unavailable)
        #expect(await failure(stdio(["/no/such/program"], [.init("x")])) == .unavailable)
        #expect(await failure(stdio([], [.init("x")])) == .unavailable)
    }

    private func failure(_ source: MCPToolSource) async -> MCPFailure.Code? {
        do throws(MCPFailure) {
            _ = try await source.load()
            return nil
        } catch { return error.code }
    }

    @Test func `a tool that fails is the model's to read`() async throws {
        var answers = try RecordedMCPServer("modern-git").answers
        answers["tools/call"] = [
            "jsonrpc": "2.0", "result": ["isError": true, "content": [["type": "text", "text": "no such path"]]],
        ]
        let server = RecordedMCPServer(answers: answers)
        let source = stdio(server.command, [.init("git_status")])
        let failure = await #expect(throws: ToolFailure.self) {
            try await call(source, "repo__git_status", ["repo_path": "/x"])
        }
        #expect(failure?.message.contains("no such path") == true)
    }

    @Test(arguments: [true, false]) func `a modern HTTP server is asked with the headers it wants`(
        streams: Bool
    ) async throws {
        let recorded = try RecordedMCPServer("modern-git")
        let server = try LoopbackServer { request in
            guard let answer = recorded.answer(to: request.text) else { return .response(202) }
            guard streams else { return .response(headers: ["content-type": "application/json"], answer.text) }
            let progress = #"{"jsonrpc":"2.0","method":"notifications/progress","params":{}}"#
            return .chunked([": hello\n\n", "data: \(progress)\n\n", "event: message\ndata: \(answer.text)\n\n"])
        }
        let source = MCPToolSource(
            MCPServerConfiguration(
                name: "repo", transport: .http(url: server.url + "/mcp", headers: ["Authorization": "Bearer t"]),
                tools: [.init("git_log")]),
            client: HTTPClient())
        _ = try await call(source, "repo__git_log", ["repo_path": "/srv/app"])
        let headers = server.requests.map(\.headers)
        #expect(headers.map { $0["mcp-method"] } == ["server/discover", "tools/list", "tools/call"])
        #expect(headers.map { $0["mcp-name"] } == [nil, nil, "git_log"])
        #expect(headers.allSatisfy { $0["mcp-protocol-version"] == "2026-07-28" && $0["authorization"] == "Bearer t" })
    }

    @Test func `a legacy HTTP server gets its handshake and its session`() async throws {
        let recorded = try RecordedMCPServer("legacy-git")
        let server = try LoopbackServer { request in
            let isFirst = request.text.contains("\"initialize\"")
            guard isFirst || request.headers["mcp-session-id"] == "s1" else {
                return .response(400, "Bad Request: Missing session ID")
            }
            guard let answer = recorded.answer(to: request.text) else { return .response(202) }
            return .response(headers: ["content-type": "application/json", "Mcp-Session-Id": "s1"], answer.text)
        }
        let source = MCPToolSource(
            MCPServerConfiguration(
                name: "repo", transport: .http(url: server.url + "/mcp", headers: [:]), tools: [.init("git_log")]),
            client: HTTPClient())
        _ = try await call(source, "repo__git_log", ["repo_path": "/srv/app"])
        let methods = try server.requests.map { try JSONValue(parsing: $0.text)["method"]?.string }
        #expect(
            methods == [
                "server/discover", "initialize", "notifications/initialized", "tools/list",
                "initialize", "notifications/initialized", "tools/call",
            ])
        #expect(server.requests[3].headers["mcp-protocol-version"] == "2025-11-25")
    }
}

extension Result where Failure == ToolFailure {
    fileprivate var message: String { if case .failure(let failure) = self { failure.message } else { "" } }
}
