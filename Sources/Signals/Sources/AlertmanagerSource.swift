import Casebook
import JSONValues

/// Prometheus Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
struct AlertmanagerSource: SignalSource {
    let path = "signals/alertmanager"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try (secrets.bearerToken.map { .bearer($0) } ?? WebhookProof.trusted).check(webhook)
        let body = try webhook.object()
        guard let version = body.identifier("version"), version == "4" else {
            throw SignalsError(
                .malformed, "this is not an Alertmanager webhook of version 4",
                hint: body.identifier("version") == "1" ? "Grafana posts to /v1/signals/grafana" : nil)
        }
        return Observations(signals: try AlertGroup(body: body, source: "alertmanager").signals(webhook))
    }
}
