public import ArgumentParser

/// `whyd`: the why daemon.
public struct WhydCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "whyd",
        abstract: "The why daemon: from the diff a developer wrote to what it did in production.",
        discussion: """
            whyd takes OpenTelemetry data, notices what went wrong or changed, investigates it with local tools, and \
            leaves a report in SQLite in which every number can be re-run.

            Start with `whyd demo`, then `whyd serve`, and point an OTLP exporter at port 4318 (HTTP) or 4317 (gRPC).
            """,
        version: WhydVersion.text,
        subcommands: [
            AskCommand.self,
            AttachCommand.self,
            CasesCommand.self,
            ConfigCommand.self,
            DemoCommand.self,
            DeploysCommand.self,
            EvalCommand.self,
            ExpectCommand.self,
            ExplainCommand.self,
            FunctionCommand.self,
            InstrumentCommand.self,
            MCPCommand.self,
            QueryCommand.self,
            ReplCommand.self,
            ReplayCommand.self,
            ReportCommand.self,
            ReportsCommand.self,
            ServeCommand.self,
            SuspectsCommand.self,
            ToolsCommand.self,
        ])

    public init() {}
}

/// The version of this build.
enum WhydVersion {
    static let text = "0.1.0"
}
