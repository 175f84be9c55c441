import Casebook
import JSONValues

/// Grafana unified alerting's webhook, version 1 (https://grafana.com/docs/grafana/latest/alerting/).
struct GrafanaSource: SignalSource {
    let path = "signals/grafana"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try proof(secrets).check(webhook)
        let body = try webhook.object()
        guard body.identifier("version") != "4" else {
            throw SignalsError(
                .malformed, "this is an Alertmanager webhook", hint: "post it to /v1/signals/alertmanager")
        }
        return Observations(signals: try AlertGroup(body: body, source: "grafana").signals(webhook))
    }

    private func proof(_ secrets: WebhookSecrets) -> WebhookProof {
        if let secret = secrets.grafana {
            return .timedHexSignature(
                header: "x-grafana-alerting-signature", timeHeader: "x-grafana-alerting-signature-timestamp",
                secret: secret)
        }
        return secrets.bearerToken.map { .bearer($0) } ?? .trusted
    }
}
