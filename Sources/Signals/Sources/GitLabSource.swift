import Casebook
import JSONValues
import Telemetry

/// GitLab's webhooks for deployments and feature flags
/// (https://docs.gitlab.com/user/project/integrations/webhook_events/#deployment-events and #feature-flag-events).
struct GitLabSource: SignalSource {
    let path = "deploys/gitlab"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try proof(secrets).check(webhook)
        let body = try webhook.object()
        guard let kind = body.words("object_kind") else {
            throw SignalsError(.malformed, "'object_kind' is missing")
        }
        if kind == "feature_flag" { return Observations(flagChanges: [try flagChange(body, webhook)]) }
        guard kind == "deployment" else { return Observations(note: "event '\(kind)' needs no action") }
        guard let status = body.words("status") else { throw SignalsError(.malformed, "'status' is missing") }
        guard status == "success" else { return Observations(note: "a deployment that is '\(status)' is not done") }
        guard let id = body.identifier("deployment_id"), let project = body.words("project", "path_with_namespace")
        else { throw SignalsError(.malformed, "'deployment_id' or 'project.path_with_namespace' is missing") }
        return Observations(deploys: [deploy(body, id: id, project: project, webhook)])
    }

    /// A flag of any name may be switched often: what makes an event its own is the key GitLab keeps over retries.
    private func flagChange(_ body: JSONValue, _ webhook: Webhook) throws(SignalsError) -> FlagChange {
        guard let flag = body.words("object_attributes", "name"), let id = body.identifier("object_attributes", "id"),
            let isOn = body["object_attributes"]?["active"]?.boolean
        else {
            throw SignalsError(
                .malformed, "'object_attributes.id', 'object_attributes.name' or 'object_attributes.active' is missing")
        }
        let project = body.words("project", "path_with_namespace")
        let event =
            webhook.header("idempotency-key") ?? webhook.header("webhook-id") ?? webhook.header("x-gitlab-event-uuid")
            ?? "\(isOn)@\(webhook.receivedAt.nanoseconds / 1_000_000_000)"
        return FlagChange(
            dedupKey: "gitlab:\(project ?? ""):flag:\(id):\(event)", flag: flag, isOn: isOn, repository: project,
            at: webhook.receivedAt, source: "gitlab", details: body)
    }

    private func deploy(_ body: JSONValue, id: String, project: String, _ webhook: Webhook) -> Deploy {
        // The full commit id stands only at the end of the commit's address.
        let revision = body.words("commit_url")?.split(separator: "/").last.map { String($0) }
            .flatMap { Revision.isFull($0) ? $0 : nil }
        let ref = body.words("ref").flatMap { $0.contains(where: \.isNumber) && !$0.contains("/") ? $0 : nil }
        return Deploy(
            dedupKey: "gitlab:\(project):\(id)",
            service: project.split(separator: "/").last.map { String($0) } ?? project,
            version: ref ?? body.words("short_sha") ?? revision.map { String($0.prefix(8)) } ?? id,
            revision: revision, environment: body.words("environment"), repository: project,
            at: Self.time(body.words("status_changed_at")) ?? webhook.receivedAt, source: "gitlab",
            url: body.words("deployable_url"), details: body)
    }

    /// `2026-11-24 10:00:00 +0000`, which is not quite RFC 3339.
    private static func time(_ text: String?) -> Timestamp? {
        guard let parts = text?.split(separator: " "), parts.count == 3, parts[2].count == 5 else {
            return text.flatMap { Timestamp(iso8601: $0) }
        }
        return Timestamp(iso8601: "\(parts[0])T\(parts[1])\(parts[2].prefix(3)):\(parts[2].suffix(2))")
    }

    private func proof(_ secrets: WebhookSecrets) -> WebhookProof {
        if let secret = secrets.gitlab {
            return secret.hasPrefix("whsec_")
                ? .standardWebhooks(secret: secret) : .token(header: "x-gitlab-token", secret)
        }
        return secrets.bearerToken.map { .bearer($0) } ?? .trusted
    }
}
