import Casebook
import JSONValues
import Telemetry

/// Anything else that can post JSON, in the form of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com).
///
/// `{"type": "alert", "timestamp": "…", "data": {"title": …, "service": …, …}}`; `data` may hold `key`, `title`,
/// `severity`, `service`, `operation`, `environment`, `version`, `started_at`, `ended_at`, `status` (`resolved`) and
/// `ticket`. Only a title is needed.
struct GenericSource: SignalSource {
    let path = "signals/generic"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try proof(secrets).check(webhook)
        let body = try webhook.object()
        let data = body["data"] ?? body
        guard let title = data.words("title") else {
            throw SignalsError(
                .malformed, "'data.title' is missing",
                hint: #"send {"type":"alert","data":{"title":"cart is slow","service":"cart"}}"#)
        }
        guard let key = data.identifier("key") ?? webhook.header("webhook-id") else {
            throw SignalsError(
                .malformed, "neither 'data.key' nor the header 'webhook-id' names the alert",
                hint: "without one of them a repeated request could not be told from a new alert")
        }
        let started = data.time("started_at") ?? body.time("timestamp") ?? webhook.receivedAt
        let isResolved = data.words("status") == "resolved"
        let service = data.words("service")
        return Observations(signals: [
            Signal(
                dedupKey: "generic:\(key)", kind: .alert, source: "generic", title: title,
                severity: Signal.Severity(word: data.words("severity")), service: service,
                operation: data.words("operation"), environment: data.words("environment"),
                version: data.words("version"), startedAt: started,
                endedAt: data.time("ended_at") ?? (isResolved ? webhook.receivedAt : nil),
                groupKeys: service == nil ? ["generic:\(key)"] : [],
                destinations: Destinations.parse(data.words("ticket")), details: body)
        ])
    }

    private func proof(_ secrets: WebhookSecrets) -> WebhookProof {
        if let secret = secrets.generic { return .standardWebhooks(secret: secret) }
        return secrets.bearerToken.map { .bearer($0) } ?? .trusted
    }
}
