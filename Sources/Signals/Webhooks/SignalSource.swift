public import Casebook

/// A kind of sender: how it proves itself, and what its bodies mean.
public protocol SignalSource: Sendable {
    /// The path under `/v1/` it is received at, such as `signals/alertmanager`.
    var path: String { get }
    /// A header that the sender's form-encoded webhooks carry, and a browser's form cannot; nil where it sends JSON only.
    var formHeader: String? { get }

    /// Reads a webhook.
    ///
    /// Checks the proof first, over the raw bytes.
    /// - Throws: `SignalsError` for what the sender can correct.
    func read(_ webhook: Webhook, _ secrets: WebhookSecrets) throws(SignalsError) -> Observations
}

extension SignalSource {
    public var formHeader: String? { nil }
}

/// What a webhook said.
public struct Observations: Sendable, Equatable {
    public var signals: [Signal]
    public var deploys: [Deploy]
    public var flagChanges: [FlagChange]
    /// Why there is nothing in it, where there is nothing, such as `event 'ping' needs no action`.
    public var note: String?

    /// Makes observations.
    public init(
        signals: [Signal] = [], deploys: [Deploy] = [], flagChanges: [FlagChange] = [], note: String? = nil
    ) {
        self.signals = signals
        self.deploys = deploys
        self.flagChanges = flagChanges
        self.note = note
    }
}

/// Every source there is.
public enum SignalSources {
    /// In alphabetical order; a new source is a line here, a file and a test file.
    public static let all: [any SignalSource] = [
        AlertmanagerSource(),
        ArgoCDSource(),
        DeploySource(),
        GenericSource(),
        GitHubSource(),
        GitLabSource(),
        GrafanaSource(),
        PagerDutySource(),
    ]
}
