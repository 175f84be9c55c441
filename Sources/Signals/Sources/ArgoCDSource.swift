import Casebook
import JSONValues
import Telemetry

/// Argo CD's notifications, through the template that whyd's documentation gives to paste
/// (https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/).
///
/// `app`, `revision`, `finished_at` and `images` come from the template. The revision is the manifest repository's, so it
/// is not taken for the service's; `source_revision` says that one, or an image tag that is a commit id.
struct ArgoCDSource: SignalSource {
    let path = "deploys/argocd"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try (secrets.bearerToken.map { .bearer($0) } ?? WebhookProof.trusted).check(webhook)
        let body = try webhook.object()
        guard let application = body.words("app"), let revision = body.words("revision") else {
            throw SignalsError(
                .malformed, "'app' or 'revision' is missing",
                hint: "use the notification template of whyd's documentation")
        }
        if let phase = body.words("phase"), phase != "Succeeded" {
            return Observations(note: "a sync that is '\(phase)' is not done")
        }
        let tag = body["images"]?.array?.first?.string.flatMap(Self.tag)
        let source = body.words("source_revision") ?? tag.flatMap { Revision.isFull($0) ? $0 : nil }
        return Observations(deploys: [
            Deploy(
                dedupKey: "argocd:\(application):\(revision):\(body.words("finished_at") ?? "")",
                service: body.words("service") ?? application,
                version: body.identifier("version") ?? tag ?? String(revision.prefix(12)), revision: source,
                environment: body.words("environment") ?? body.words("namespace"),
                at: body.time("finished_at") ?? webhook.receivedAt, source: "argocd", url: body.words("url"),
                destinations: Destinations.parse(body.words("ticket")), details: body)
        ])
    }

    /// `registry:5000/team/cart:1.5.0@sha256:…` has the tag `1.5.0`.
    private static func tag(_ image: String) -> String? {
        let name = image.prefix { $0 != "@" }.split(separator: "/").last ?? ""
        let parts = name.split(separator: ":")
        return parts.count == 2 ? String(parts[1]) : nil
    }
}
