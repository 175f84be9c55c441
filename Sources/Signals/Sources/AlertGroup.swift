import Casebook
import JSONValues
import Telemetry

/// The notification that Alertmanager and Grafana have in common: a group of alerts.
struct AlertGroup {
    let body: JSONValue
    let source: String

    /// A signal per alert; one alert that cannot be read makes the whole notification malformed.
    func signals(_ webhook: Webhook) throws(SignalsError) -> [Signal] {
        guard let alerts = body["alerts"]?.array else {
            throw SignalsError(.malformed, "'alerts' is missing or not a list")
        }
        var signals: [Signal] = []
        for (index, alert) in alerts.enumerated() { signals.append(try signal(alert, index, webhook)) }
        return signals
    }

    private func signal(_ alert: JSONValue, _ index: Int, _ webhook: Webhook) throws(SignalsError) -> Signal {
        guard let fingerprint = alert.words("fingerprint"), let startsAt = alert.words("startsAt"),
            let start = alert.time("startsAt")
        else {
            throw SignalsError(.malformed, "'alerts[\(index)]' has no fingerprint or no startsAt")
        }
        let labels = AlertLabels(labels: alert["labels"], annotations: alert["annotations"])
        let isResolved = alert.words("status") == "resolved"
        return Signal(
            // The text of the start, not its value: a sender repeats it to the letter, whatever its precision.
            dedupKey: "\(source):\(fingerprint):\(startsAt)", kind: .alert, source: source,
            title: labels.title ?? "alert \(fingerprint)", severity: labels.severity, service: labels.service,
            operation: labels.operation, environment: labels.environment, version: labels.version, startedAt: start,
            endedAt: isResolved ? alert.time("endsAt") ?? webhook.receivedAt : nil,
            groupKeys: labels.service == nil ? ["\(source):\(labels.name ?? fingerprint)"] : [],
            destinations: labels.destinations, details: details(alert))
    }

    /// The alert as sent, with what its group adds.
    private func details(_ alert: JSONValue) -> JSONValue {
        var members = alert.object ?? [:]
        for name in ["externalURL", "groupKey", "receiver", "title", "message"] {
            if let value = body[name], !value.isNull { members["group_\(name)"] = value }
        }
        return .object(members)
    }
}
