extension ConfigurationKey {
    /// Every key of `whyd.yaml`, in the order `whyd config` prints them.
    static let table: [ConfigurationKey] =
        general + toolServers + listening + storing + sources + models + budget + watching + reporting

    private static let general = [
        ConfigurationKey("data", .text, default: "./whyd-data", "Directory of whyd.db and spans.db."),
        ConfigurationKey(
            "environment", .text, "Only telemetry of this deployment.environment.name is watched; all where unset."),
        ConfigurationKey(
            "log.level", .oneOf(["debug", "info", "warning", "error"]), default: "info", "Least severe line logged."),
        ConfigurationKey(
            "command_tools", .textList, default: "[]",
            "Shipped command tools to switch on: journalctl, kubectl_get, promql, psql_activity."),
        ConfigurationKey("tools", .text, "Directory of your own command tools (*.yaml)."),
        ConfigurationKey(
            "prompts", .text,
            "Directory whose files replace the built-in prompts; its runbooks/*.md are your team's advice, by service."),
    ]

    private static let toolServers = [
        ConfigurationKey("mcp_servers[].name", .text, "Prefix of the names of its tools."),
        ConfigurationKey(
            "mcp_servers[].command", .textList, "Program and arguments of a server on pipes; no shell is involved."),
        ConfigurationKey(
            "mcp_servers[].environment", .textList, "Names of environment variables it gets, beside PATH and HOME."),
        ConfigurationKey("mcp_servers[].directory", .text, default: "/", "Where its program runs."),
        ConfigurationKey("mcp_servers[].url", .text, "Address of a server on HTTP, in place of command."),
        ConfigurationKey("mcp_servers[].token_variable", .text, "Environment variable with its bearer token."),
        ConfigurationKey(
            "mcp_servers[].tools", .textList,
            "Tools investigations may call, each pinned to words you have read: name@hash (`whyd tools` shows both)."),
        ConfigurationKey("mcp_servers[].start_time", .duration, default: "15s", "Longest start and listing of tools."),
        ConfigurationKey("mcp_servers[].call_time", .duration, default: "30s", "Longest call, start included."),
        ConfigurationKey(
            "mcp.token_variable", .text,
            "Environment variable with the bearer token that /mcp asks for; needed beyond 127.0.0.1."),
    ]

    private static let listening = [
        ConfigurationKey("listen.host", .text, default: "127.0.0.1", "Address every port listens on."),
        ConfigurationKey(
            "listen.otlp_http", .integer(0...65535), default: "4318", "Port of OTLP/HTTP; 0 picks a free one."),
        ConfigurationKey("listen.otlp_grpc", .integer(0...65535), default: "4317", "Port of OTLP/gRPC."),
        ConfigurationKey(
            "listen.web", .integer(0...65535), default: "4319", "Port of webhooks, JSON API, page and MCP."),
        ConfigurationKey(
            "listen.page_url", .text,
            "Where people reach the page, such as https://whyd.example; delivered reports link to it."),
        ConfigurationKey(
            "listen.request_megabytes", .integer(1...1024), default: "64", "Largest OTLP request, decompressed."),
        ConfigurationKey(
            "webhooks.github_secret_variable", .text, "Environment variable with GitHub's webhook secret."),
        ConfigurationKey(
            "webhooks.generic_secret_variable", .text,
            "Environment variable with the Standard Webhooks secret (whsec_...) of signals/generic."),
        ConfigurationKey("webhooks.gitlab_token_variable", .text, "Environment variable with GitLab's webhook token."),
        ConfigurationKey("webhooks.grafana_secret_variable", .text, "Environment variable with Grafana's HMAC secret."),
        ConfigurationKey(
            "webhooks.pagerduty_secret_variable", .text, "Environment variable with PagerDuty's webhook secret."),
        ConfigurationKey(
            "webhooks.token_variable", .text, "Environment variable with the bearer token other webhooks must send."),
    ]

    private static let storing = [
        ConfigurationKey(
            "spans.keep", .duration, default: "3d",
            "How long spans and logs are kept; from 8d on, what comes every week at this hour opens no case."),
        ConfigurationKey("spans.keep_gigabytes", .integer(1...100_000), default: "20", "Largest size of spans.db."),
        ConfigurationKey(
            "spans.cache_megabytes", .integer(16...1_000_000), default: "256",
            "Memory for columns that are kept between queries."),
    ]

    private static let sources = [
        ConfigurationKey("repositories[].path", .text, "A local clone or mirror; whyd only reads it."),
        ConfigurationKey(
            "repositories[].services", .textList, "service.name of what is built from it; all where unset."),
        ConfigurationKey("repositories[].subdirectory", .text, "Where in the repository these services live."),
        ConfigurationKey(
            "repositories[].fetch", .duration, "How often it is fetched from its own remotes; never where unset."),
        ConfigurationKey(
            "repositories[].remote", .text,
            "Where it is hosted, github:owner/repo or gitlab:group/project: its webhooks and diff reports are matched by it."
        ),
        ConfigurationKey(
            "repositories[].tag", .text, "Tag of a version where spans name no revision, such as v{version}."),
    ]

    private static let models = [
        ConfigurationKey(
            "models[].provider", .oneOf(["anthropic", "openai", "openai-compatible"]),
            "Who serves the model; models are tried in order, the rulebook is always last."),
        ConfigurationKey("models[].model", .text, "The model's name as the provider knows it."),
        ConfigurationKey("models[].base_url", .text, "Where it is served, for openai-compatible and gateways."),
        ConfigurationKey("models[].key_variable", .text, "Environment variable with the API key."),
        ConfigurationKey(
            "models[].api_version", .oneOf(["2026-10-21", "2023-06-01"]), default: "2026-10-21",
            "Anthropic's API version."),
        ConfigurationKey("models[].effort", .text, "Reasoning effort in the provider's words, such as low or high."),
        ConfigurationKey(
            "models[].context_tokens", .integer(8000...10_000_000), default: "200000",
            "Longest conversation it takes; before that, results already read are left out."),
        ConfigurationKey("models[].attempts", .integer(1...10), default: "3", "Most tries of one answer."),
        ConfigurationKey("models[].idle_time", .duration, default: "90s", "Longest silence while it answers."),
        ConfigurationKey("models[].answer_time", .duration, default: "15m", "Longest time for one try."),
        ConfigurationKey("models[].input_dollars", .number, "Dollars per million input tokens."),
        ConfigurationKey(
            "models[].cache_read_dollars", .number, "Dollars per million input tokens read from the cache."),
        ConfigurationKey(
            "models[].cache_write_dollars", .number, "Dollars per million input tokens written to the cache."),
        ConfigurationKey("models[].output_dollars", .number, "Dollars per million output tokens."),
    ]

    private static let budget = [
        ConfigurationKey("budget.steps", .integer(1...200), default: "25", "Most model answers in one investigation."),
        ConfigurationKey(
            "budget.tokens", .integer(1000...100_000_000), default: "400000", "Most tokens in one investigation."),
        ConfigurationKey("budget.dollars", .number, default: "1.00", "Most money for one investigation."),
        ConfigurationKey(
            "budget.dollars_per_day", .number, default: "20.00", "Most money for one day; then the rulebook drives."),
        ConfigurationKey("budget.time", .duration, default: "10m", "Longest investigation."),
    ]

    private static let watching = [
        ConfigurationKey("detection.enabled", .boolean, default: "true", "Whether the built-in detectors run."),
        ConfigurationKey("detection.every", .duration, default: "10s", "How often the detectors look."),
        ConfigurationKey("detection.window", .duration, default: "1m", "The recent window they look at."),
        ConfigurationKey(
            "detection.baseline", .duration, default: "1h", "The window before it that they compare with."),
        ConfigurationKey(
            "detection.settling", .duration, default: "10s",
            "How long after its end a minute is judged; more where spans come later, as behind tail sampling."),
        ConfigurationKey(
            "watch.windows", .textList, default: "[10m, 1h, 24h]", "When after a deploy its diff report is written."),
        ConfigurationKey(
            "watch.deliver", .oneOf(["none", "status", "comment", "both"]), default: "both",
            "What the commit at a repository's remote gets: a status, and a comment on its change where something got worse."
        ),
        ConfigurationKey("slo[].service", .text, "The service an objective is for."),
        ConfigurationKey("slo[].operation", .text, "The operation; the whole service where unset."),
        ConfigurationKey("slo[].objective", .share, "The share of good requests, such as 0.999."),
        ConfigurationKey("slo[].latency", .duration, "A slower request is not good; only errors count where unset."),
    ]

    private static let reporting = [
        ConfigurationKey("github.base_url", .text, default: "https://api.github.com", "GitHub's REST API."),
        ConfigurationKey(
            "github.token_variable", .text, default: "GITHUB_TOKEN", "Environment variable with the token."),
        ConfigurationKey("gitlab.base_url", .text, default: "https://gitlab.com/api/v4", "GitLab's REST API."),
        ConfigurationKey(
            "gitlab.token_variable", .text, default: "GITLAB_TOKEN", "Environment variable with the token."),
        ConfigurationKey("jira.base_url", .text, "Jira's address."),
        ConfigurationKey(
            "jira.user_variable", .text, default: "JIRA_USER", "Environment variable with the user's e-mail."),
        ConfigurationKey(
            "jira.token_variable", .text, default: "JIRA_TOKEN", "Environment variable with the API token."),
        ConfigurationKey("pagerduty.base_url", .text, default: "https://api.pagerduty.com", "PagerDuty's REST API."),
        ConfigurationKey("pagerduty.from", .text, "The e-mail address notes are written as."),
        ConfigurationKey(
            "pagerduty.token_variable", .text, default: "PAGERDUTY_TOKEN", "Environment variable with the token."),
        ConfigurationKey("slack.base_url", .text, default: "https://slack.com/api", "Slack's Web API."),
        ConfigurationKey(
            "slack.token_variable", .text, default: "SLACK_TOKEN", "Environment variable with the bot token."),
        ConfigurationKey(
            "webhook.url", .text, "Where webhook:default posts whole reports, signed (Standard Webhooks)."),
        ConfigurationKey(
            "webhook.secret_variable", .text, default: "WHYD_WEBHOOK_SECRET",
            "Environment variable with its secret: whsec_ and at least 24 random bytes in Base64."),
    ]
}
