import JSONValues
import Telemetry

/// A tool that runs one program with fixed arguments and holes: never a shell, always a clock and a cap.
public struct CommandTool: Sendable, Equatable {
    public var name: ToolName
    public var words: ToolWords
    /// The program and its arguments; `{{hole}}` is an argument of the call, `{{env:NAME}}` a passed variable.
    public var command: [String]
    public var timeout: Duration
    /// Most bytes of output kept.
    public var outputBytes: Int
    /// Variables the program may see.
    public var environment: [String]
    /// Programs that must be installed.
    public var requires: [String]

    /// As a tool of the registry.
    ///
    /// - Parameter environment: the daemon's variables; only the allowed ones reach the program.
    public func tool(environment: [String: String]) -> AnyTool {
        let passed = environment.filter { self.environment.contains($0.key) || $0.key == "PATH" || $0.key == "LANG" }
        return AnyTool(definition: ToolDefinition(name: name, words: words), timeout: timeout + .seconds(5)) {
            (arguments: JSONValue, context: ToolContext) async throws(ToolFailure) -> ToolOutput in
            try await run(arguments, context, passed)
        }
    }

    /// Required programs that are not in any directory of a search path.
    public func missingPrograms(path: String) -> [String] {
        requires.filter { ProgramSearch(path: path).file(of: $0) == nil }
    }

    private func run(
        _ arguments: JSONValue, _ context: ToolContext, _ environment: [String: String]
    ) async throws(ToolFailure) -> ToolOutput {
        let values = try Self.withWindow(arguments.object ?? [:], context)
        let words = try CommandTemplate(command).filled(values, environment)
        guard let program = words.first,
            let file = ProgramSearch(path: environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").file(of: program)
        else {
            throw ToolFailure(
                .unavailable, "the program '\(command.first ?? "")' is not installed here",
                hint: "use another tool, and name this as a blind spot")
        }
        let process = CommandProcess(
            file: file, arguments: Array(words.dropFirst()), environment: environment, outputLimit: outputBytes,
            timeout: timeout)
        return try await output(of: process, shown: words, context)
    }

    /// The arguments, and the window of the case where they name none: as RFC 3339 and as Unix seconds.
    private static func withWindow(
        _ arguments: [String: JSONValue], _ context: ToolContext
    ) throws(ToolFailure) -> [String: JSONValue] {
        var values = arguments
        for (name, bound) in [("window_start", context.window.start), ("window_end", context.window.end)] {
            var time = bound
            if let text = arguments[name]?.string {
                guard let given = Timestamp(iso8601: text) else {
                    throw ToolFailure(.invalidArguments, "\(name) must be RFC 3339, such as \(bound)")
                }
                time = given
            }
            values[name] = .string("\(time)")
            values["\(name)_seconds"] = .integer(time.nanoseconds / 1_000_000_000)
        }
        return values
    }

    private func output(
        of process: CommandProcess, shown words: [String], _ context: ToolContext
    ) async throws(ToolFailure) -> ToolOutput {
        let outcome = try await process.run()
        if outcome.timedOut {
            throw ToolFailure(.timedOut, "\(name) took longer than \(timeout)", hint: "ask for less")
        }
        guard outcome.succeeded else {
            throw ToolFailure(
                .unavailable, "\(name) failed (\(outcome.status)): \(outcome.errorText.prefix(500))",
                hint: "check the arguments")
        }
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).count
        return ToolOutput(
            summary: "\(name): \(outcome.output.isEmpty ? "no output" : "\(lines) lines")",
            sections: [.init(name: "output", content: .text(outcome.output))], backend: words.first ?? "",
            window: nil, isComplete: !outcome.isTruncated,
            notes: outcome.isTruncated ? ["the output was cut at \(outputBytes) bytes"] : [])
    }
}
