import Foundation
import JSONValues
import OutboundHTTP
import Telemetry
import Testing
import ToolKit

/// Real MCP servers on this machine, where there are any.
struct MCPLiveServerTests {
    private static let programs = ProcessInfo.processInfo.environment["WHYD_LIVE_MCP_PROGRAMS"]

    @Test(.enabled(if: programs != nil, "WHYD_LIVE_MCP_PROGRAMS names no directory with mcp-server-time"))
    func `the time server tells the time`() async throws {
        let program = try #require(Self.programs) + "/mcp-server-time"
        let source = MCPToolSource(
            MCPServerConfiguration(
                name: "time", transport: .stdio(command: [program], environment: ["PATH": "/usr/bin:/bin"]),
                tools: [.init("get_current_time")], startTimeout: .seconds(60), callTimeout: .seconds(60)),
            client: HTTPClient())
        let instant = Timestamp(nanoseconds: 1)
        let window = TimeRange(start: instant, end: instant)
        let registry = ToolRegistry(try await source.load().tools)
        let output = try await registry.call(
            "time__get_current_time", ["timezone": "UTC"], ToolContext(window: window, baseline: window, now: instant)
        ).get()
        guard case .text(let text)? = output.sections.first?.content else { return #expect(Bool(false)) }
        #expect(text.contains("datetime"))
    }
}
