import Casebook
import JSONValues
import Telemetry

/// GitHub's `deployment_status` webhook (https://docs.github.com/webhooks/webhook-events-and-payloads#deployment_status).
struct GitHubSource: SignalSource {
    let path = "deploys/github"
    let formHeader: String? = "x-github-event"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try proof(secrets).check(webhook)
        guard let event = webhook.header("x-github-event") else {
            throw SignalsError(.malformed, "the header 'x-github-event' is missing")
        }
        let body = try webhook.object(ofFormField: "payload")
        guard event == "deployment_status" else { return Observations(note: "event '\(event)' needs no action") }
        guard let state = body.words("deployment_status", "state") else {
            throw SignalsError(.malformed, "'deployment_status.state' is missing")
        }
        guard state == "success" else { return Observations(note: "a deployment that is '\(state)' is not done") }
        guard let deployment = body["deployment"], let id = deployment.identifier("id"),
            let sha = deployment.words("sha"), Revision.isWellFormed(sha),
            let repository = body.words("repository", "full_name")
        else {
            throw SignalsError(.malformed, "'deployment.id', 'deployment.sha' or 'repository.full_name' is missing")
        }
        return Observations(deploys: [deploy(deployment, id: id, sha: sha, repository: repository, body, webhook)])
    }

    private func deploy(
        _ deployment: JSONValue, id: String, sha: String, repository: String, _ body: JSONValue, _ webhook: Webhook
    ) -> Deploy {
        let name = repository.split(separator: "/").last.map { String($0) } ?? repository
        return Deploy(
            dedupKey: "github:\(repository):\(id)",
            // A deployment may say in its own payload what it deploys; else the repository's name has to do.
            service: deployment.words("payload", "service") ?? name,
            version: deployment.identifier("payload", "version") ?? version(deployment, body) ?? String(sha.prefix(12)),
            revision: sha,
            environment: deployment.words("environment") ?? body.words("deployment_status", "environment"),
            repository: repository, at: body.time("deployment_status", "created_at") ?? webhook.receivedAt,
            source: "github",
            url: body.words("deployment_status", "target_url") ?? body.words("deployment_status", "log_url"),
            destinations: Destinations.parse(deployment.words("payload", "ticket")), details: deployment)
    }

    /// The ref, where it is a tag: neither a branch of the usual names nor a commit.
    private func version(_ deployment: JSONValue, _ body: JSONValue) -> String? {
        guard let ref = deployment.words("ref"), ref != body.words("repository", "default_branch"),
            !Revision.isFull(ref), ref.contains(where: \.isNumber), !ref.contains("/")
        else { return nil }
        return ref
    }

    private func proof(_ secrets: WebhookSecrets) -> WebhookProof {
        if let secret = secrets.github {
            return .hexSignature(header: "x-hub-signature-256", prefix: "sha256=", secrets: [secret])
        }
        return secrets.bearerToken.map { .bearer($0) } ?? .trusted
    }
}
