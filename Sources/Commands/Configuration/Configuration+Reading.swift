import FoundationEssentials
import TraceQueries
import Yams

extension Configuration {
    /// Reads a file; the defaults where `path` is nil and no `whyd.yaml` stands in the working directory.
    ///
    /// - Throws: `ConfigurationError` for a file that is missing, unreadable or wrong.
    static func load(path: String?) throws(ConfigurationError) -> Configuration {
        let file = path ?? "whyd.yaml"
        guard FileManager.default.fileExists(atPath: file) else {
            guard path == nil else {
                throw ConfigurationError(
                    file: file, message: "no such file", hint: "`whyd config > \(file)` writes one")
            }
            return try Configuration(text: "", file: file)
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ConfigurationError(file: file, message: "cannot be read as UTF-8 text")
        }
        return try Configuration(text: text, file: file)
    }

    /// Reads the text of a file.
    init(text: String, file: String) throws(ConfigurationError) {
        let reader = ConfigurationReader(document: try ConfigurationDocument(text: text, file: file), file: file)
        data = reader.text("data") ?? ""
        environment = reader.text("environment")
        logLevel = reader.text("log.level") ?? ""
        commandTools = reader.textList("command_tools")
        toolsDirectory = reader.text("tools")
        promptsDirectory = reader.text("prompts")
        toolServers = try reader.items("mcp_servers", needing: ["name", "tools"], ToolServer.init(reader:at:))
        mcpTokenVariable = reader.text("mcp.token_variable")
        listen = Listening(
            host: reader.text("listen.host") ?? "", otlpHTTP: reader.integer("listen.otlp_http"),
            otlpGRPC: reader.integer("listen.otlp_grpc"), web: reader.integer("listen.web"),
            pageURL: reader.text("listen.page_url").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 },
            requestBytes: reader.integer("listen.request_megabytes") << 20)
        webhookSecretVariables = reader.texts(under: "webhooks.")
        spans = SpanKeeping(
            keep: reader.duration("spans.keep"), keepBytes: reader.integer("spans.keep_gigabytes") << 30,
            cacheBytes: reader.integer("spans.cache_megabytes") << 20)
        budget = Budget(
            steps: reader.integer("budget.steps"), tokens: reader.integer("budget.tokens"),
            dollars: reader.number("budget.dollars"), dollarsPerDay: reader.number("budget.dollars_per_day"),
            time: reader.duration("budget.time"))
        detection = Detecting(
            isEnabled: reader.boolean("detection.enabled"), every: reader.duration("detection.every"),
            window: reader.duration("detection.window"), baseline: reader.duration("detection.baseline"),
            settling: reader.duration("detection.settling"))
        repositories = try reader.items("repositories", needing: ["path"], Repository.init(reader:at:))
        models = try reader.items("models", needing: ["provider", "model"], Model.init(reader:at:))
        objectives = try reader.items("slo", needing: ["service", "objective"], Objective.init(reader:at:))
        watchWindows = try reader.durations("watch.windows")
        watchDelivery = reader.text("watch.deliver") ?? ""
        destinations = Dictionary(
            uniqueKeysWithValues: ["github", "gitlab", "jira", "pagerduty", "slack", "webhook"].map {
                ($0, Destination(reader: reader, name: $0))
            })
    }
}

extension Configuration.Repository {
    init(reader: ConfigurationReader, at path: String) {
        self.path = reader.text("\(path).path") ?? ""
        services = reader.textList("\(path).services")
        subdirectory = reader.text("\(path).subdirectory")
        fetch = reader.text("\(path).fetch").flatMap(DurationText.parse)
        remote = reader.text("\(path).remote")
        tag = reader.text("\(path).tag")
    }
}

extension Configuration.Model {
    init(reader: ConfigurationReader, at path: String) {
        provider = reader.text("\(path).provider") ?? ""
        model = reader.text("\(path).model") ?? ""
        baseURL = reader.text("\(path).base_url")
        keyVariable = reader.text("\(path).key_variable")
        apiVersion = reader.text("\(path).api_version") ?? ""
        effort = reader.text("\(path).effort")
        contextTokens = reader.integer("\(path).context_tokens")
        attempts = reader.integer("\(path).attempts")
        idleTime = reader.duration("\(path).idle_time")
        answerTime = reader.duration("\(path).answer_time")
        inputDollars = reader.number("\(path).input_dollars")
        cacheReadDollars = reader.number("\(path).cache_read_dollars")
        cacheWriteDollars = reader.number("\(path).cache_write_dollars")
        outputDollars = reader.number("\(path).output_dollars")
    }
}

extension Configuration.ToolServer {
    init(reader: ConfigurationReader, at path: String) {
        name = reader.text("\(path).name") ?? ""
        command = reader.textList("\(path).command")
        environment = reader.textList("\(path).environment")
        directory = reader.text("\(path).directory") ?? ""
        url = reader.text("\(path).url")
        tokenVariable = reader.text("\(path).token_variable")
        tools = reader.textList("\(path).tools")
        startTime = reader.duration("\(path).start_time")
        callTime = reader.duration("\(path).call_time")
    }
}

extension Configuration.Objective {
    init(reader: ConfigurationReader, at path: String) {
        service = reader.text("\(path).service") ?? ""
        operation = reader.text("\(path).operation")
        objective = reader.number("\(path).objective")
        latency = reader.text("\(path).latency").flatMap(DurationText.parse)
    }
}

extension Configuration.Destination {
    init(reader: ConfigurationReader, name: String) {
        baseURL = reader.text("\(name).base_url") ?? reader.text("\(name).url")
        tokenVariable = reader.text("\(name).token_variable") ?? reader.text("\(name).secret_variable")
        user = reader.text("\(name).user_variable") ?? reader.text("\(name).from")
    }
}
