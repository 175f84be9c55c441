import Yams

/// What `whyd.yaml` says, with defaults filled in.
///
/// Secrets stand in the environment; the file only names their variables.
struct Configuration: Sendable, Equatable {
    var data: String
    var environment: String?
    var logLevel: String
    var commandTools: [String]
    var toolsDirectory: String?
    var promptsDirectory: String?
    var toolServers: [ToolServer]
    var mcpTokenVariable: String?
    var listen: Listening
    var webhookSecretVariables: [String: String]
    var spans: SpanKeeping
    var repositories: [Repository]
    var models: [Model]
    var budget: Budget
    var detection: Detecting
    var watchWindows: [Duration]
    /// none, status, comment or both.
    var watchDelivery: String
    var objectives: [Objective]
    var destinations: [String: Destination]

    struct Listening: Sendable, Equatable {
        var host: String
        var otlpHTTP: Int
        var otlpGRPC: Int
        var web: Int
        /// Where people reach the page, without a slash at its end.
        var pageURL: String?
        var requestBytes: Int

        /// Where people read a report.
        func link(toReport id: Int64) -> String? { pageURL.map { "\($0)/reports/\(id)" } }
    }

    struct SpanKeeping: Sendable, Equatable {
        var keep: Duration
        var keepBytes: Int
        var cacheBytes: Int
    }

    struct Repository: Sendable, Equatable {
        var path: String
        var services: [String]
        var subdirectory: String?
        /// How often it is fetched; nil for never.
        var fetch: Duration?
        /// `github:owner/repo` or `gitlab:group/project`.
        var remote: String?
        var tag: String?
    }

    struct Model: Sendable, Equatable {
        var provider: String
        var model: String
        var baseURL: String?
        var keyVariable: String?
        var apiVersion: String
        var effort: String?
        var contextTokens: Int
        var attempts: Int
        var idleTime: Duration
        var answerTime: Duration
        /// Dollars per million tokens: input, cache read, cache write, output.
        var inputDollars: Double
        var cacheReadDollars: Double
        var cacheWriteDollars: Double
        var outputDollars: Double
    }

    /// An MCP server whose tools investigations may call.
    struct ToolServer: Sendable, Equatable {
        var name: String
        var command: [String]
        var environment: [String]
        var directory: String
        var url: String?
        var tokenVariable: String?
        /// `name` or `name@hash`.
        var tools: [String]
        var startTime: Duration
        var callTime: Duration
    }

    struct Budget: Sendable, Equatable {
        var steps: Int
        var tokens: Int
        var dollars: Double
        var dollarsPerDay: Double
        var time: Duration
    }

    struct Detecting: Sendable, Equatable {
        var isEnabled: Bool
        var every: Duration
        var window: Duration
        var baseline: Duration
        /// How long after its end a minute is judged.
        var settling: Duration
    }

    struct Objective: Sendable, Equatable {
        var service: String
        var operation: String?
        var objective: Double
        /// A request slower than this is not good; nil where only errors count.
        var latency: Duration?
    }

    struct Destination: Sendable, Equatable {
        var baseURL: String?
        var tokenVariable: String?
        var user: String?
    }
}
