import Casebook
import JSONValues
import Telemetry

/// PagerDuty's webhooks of version 3 (https://developer.pagerduty.com/docs/webhooks-overview).
struct PagerDutySource: SignalSource {
    let path = "signals/pagerduty"

    /// The events that say that an incident is going on.
    private static let openEvents: Set<String> = [
        "incident.triggered", "incident.reopened", "incident.escalated", "incident.priority_updated",
        "incident.acknowledged", "incident.unacknowledged",
    ]

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try proof(secrets).check(webhook)
        let body = try webhook.object()
        guard let event = body["event"], let type = event.words("event_type") else {
            throw SignalsError(.malformed, "'event.event_type' is missing")
        }
        guard Self.openEvents.contains(type) || type == "incident.resolved" else {
            return Observations(note: "event '\(type)' needs no action")
        }
        guard let incident = event["data"], let id = incident.words("id") else {
            throw SignalsError(.malformed, "'event.data.id' is missing")
        }
        return Observations(signals: [signal(incident, id: id, event: event, type, webhook)])
    }

    private func signal(
        _ incident: JSONValue, id: String, event: JSONValue, _ type: String, _ webhook: Webhook
    ) -> Signal {
        let occurred = event.time("occurred_at") ?? webhook.receivedAt
        let service = incident.words("service", "summary")
        return Signal(
            dedupKey: "pagerduty:\(id)", kind: .alert, source: "pagerduty",
            title: incident.words("title") ?? "PagerDuty incident \(id)",
            severity: severity(incident), service: service, startedAt: incident.time("created_at") ?? occurred,
            endedAt: type == "incident.resolved" ? occurred : nil,
            groupKeys: service == nil ? ["pagerduty:\(id)"] : [],
            // The report belongs on the incident that asked for it.
            destinations: Destinations.parse("pagerduty:\(id)"), details: incident)
    }

    private func severity(_ incident: JSONValue) -> Signal.Severity {
        if let priority = incident.words("priority", "summary") { return Signal.Severity(word: priority) }
        return incident.words("urgency") == "low" ? .warning : .critical
    }

    private func proof(_ secrets: WebhookSecrets) -> WebhookProof {
        if !secrets.pagerduty.isEmpty {
            return .hexSignature(header: "x-pagerduty-signature", prefix: "v1=", secrets: secrets.pagerduty)
        }
        return secrets.bearerToken.map { .bearer($0) } ?? .trusted
    }
}
