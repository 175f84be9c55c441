import ArgumentParser
import Foundation
import Serving
import Telemetry
import ToolKit
import TraceQueries

/// `whyd mcp`: whyd's tools for a coding agent, over its standard input and output.
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp", abstract: "Serve whyd's tools to a coding agent over MCP.",
        discussion: """
            Speaks MCP on standard input and output, a message per line, in the revisions from 2024-11-05 to \
            2026-07-28; it reads beside a running daemon and changes nothing. The daemon serves the same tools on \
            http://127.0.0.1:4319/mcp. Which tools these are shows `whyd tools`.

            Example: claude mcp add whyd -- whyd mcp --data ./whyd-data
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "The window a call without one is about, such as 30m or 6h.")
    var last = "1h"

    func run() async throws {
        let configuration = try house.configuration()
        guard let window = DurationText.parse(last) else {
            throw CommandFailure("--last takes a duration such as 30m or 6h, not '\(last)'", code: 2)
        }
        let parts = try await HouseParts.reading(configuration)
        let server = MCPServer(parts, window: window)
        do throws(ServingError) {
            try await MCPStdioServer(server, input: dup(STDIN_FILENO)) { line in
                // A client that has gone away is noticed by the end of its input.
                try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
            }.run()
        } catch {
            throw CommandFailure("\(error)")
        }
        await parts.close()
    }
}

extension MCPServer {
    /// Serves the tools of a house; a call without a window is about the newest stretch of time.
    init(_ parts: HouseParts, window: Duration) {
        // One key for the life of the server: equal values stay equal from call to call.
        let redactor = Redactor(key: Array(UUID().uuidString.utf8))
        let environment = EnvironmentScope(parts.configuration.environment)
        self.init(registry: parts.localTools) {
            let now = WallClock.now()
            let range = TimeRange(last: window, before: now)
            return ToolContext(
                window: range, baseline: TimeRange(last: window, before: range.start), now: now,
                environment: environment, redactor: redactor)
        }
    }
}
