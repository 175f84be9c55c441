import Casebook
import JSONValues
import Telemetry

/// A deploy told by the pipeline itself: `POST /v1/deploys`.
///
/// `service` and `version` are needed; `revision`, `environment`, `previous_version`, `at`, `url`, `ticket` and `id` help.
struct DeploySource: SignalSource {
    let path = "deploys"

    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations {
        try (secrets.bearerToken.map { .bearer($0) } ?? WebhookProof.trusted).check(webhook)
        let body = try webhook.object()
        guard let service = body.words("service"), let version = body.identifier("version") else {
            throw SignalsError(
                .malformed, "'service' or 'version' is missing",
                hint: #"send {"service":"cart","version":"1.5.0","revision":"…","environment":"production"}"#)
        }
        let revision = body.words("revision")
        if let revision, !Revision.isWellFormed(revision) {
            throw SignalsError(.malformed, "'revision' is not a commit id of 7 to 64 hexadecimal digits")
        }
        if body["at"] != nil, body.time("at") == nil {
            throw SignalsError(.malformed, "'at' is not a time in RFC 3339, such as 2026-11-24T10:00:00Z")
        }
        let environment = body.words("environment")
        let at = body.time("at")
        return Observations(deploys: [
            Deploy(
                dedupKey: "api:"
                    + (body.identifier("id") ?? webhook.header("idempotency-key")
                        ?? Self.key(service, version, environment, at, webhook.receivedAt)),
                service: service, version: version, revision: revision,
                previousVersion: body.identifier("previous_version"), environment: environment,
                at: at ?? webhook.receivedAt, source: "api", url: body.words("url"),
                destinations: Destinations.parse(body.words("ticket")), details: body)
        ])
    }

    /// Without an id or a time, the same deploy told again within ten minutes is a repetition.
    private static func key(
        _ service: String, _ version: String, _ environment: String?, _ at: Timestamp?, _ received: Timestamp
    ) -> String {
        let time = at.map { "\($0)" } ?? "\(received.nanoseconds / 600_000_000_000)"
        return [service, version, environment ?? "", time].joined(separator: ":")
    }
}

/// Commit ids in webhooks.
enum Revision {
    static func isWellFormed(_ text: String) -> Bool {
        (7...64).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    /// A full commit id, which is what a version that is one also names.
    static func isFull(_ text: String) -> Bool { isWellFormed(text) && [40, 64].contains(text.utf8.count) }
}
