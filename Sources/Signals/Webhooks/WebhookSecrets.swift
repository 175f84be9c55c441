/// What senders have to prove; a source without a secret is taken on trust.
public struct WebhookSecrets: Sendable {
    /// GitHub's webhook secret.
    public var github: String?
    /// GitLab's secret token, or its signing token (`whsec_…`).
    public var gitlab: String?
    /// Grafana's HMAC secret.
    public var grafana: String?
    /// PagerDuty's secrets; any may fit, so that they can be rotated.
    public var pagerduty: [String]
    /// The Standard Webhooks secret (`whsec_…`) of the generic source.
    public var generic: String?
    /// The bearer token of every source that has no secret of its own.
    public var bearerToken: String?

    /// Makes secrets.
    public init(
        github: String? = nil, gitlab: String? = nil, grafana: String? = nil, pagerduty: [String] = [],
        generic: String? = nil, bearerToken: String? = nil
    ) {
        self.github = github
        self.gitlab = gitlab
        self.grafana = grafana
        self.pagerduty = pagerduty
        self.generic = generic
        self.bearerToken = bearerToken
    }
}
