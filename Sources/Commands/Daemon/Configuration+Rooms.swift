import Detection
import Signals
import SpanSources
import Telemetry

extension WindowReader {
    /// The window in two buckets, and the baseline in as many as fit.
    init(_ detecting: Configuration.Detecting, source: any SpanSource, environment: String?) {
        let bucket = detecting.window / 2
        let count = Int((detecting.baseline + detecting.window).inSeconds / max(bucket.inSeconds, 1))
        self.init(
            source: source, bucket: bucket, bucketCount: count, windowBuckets: 2,
            settling: detecting.settling, filter: EnvironmentScope(environment).filter)
    }
}

extension Configuration {
    /// What the detectors cannot know with these settings; nil where they can.
    var detectionNote: String? {
        guard detection.isEnabled, spans.keep < WeeklyHabits.leastHistory else { return nil }
        return "spans.keep is too short to know what comes every week at this hour; set it to 8d or more"
    }
}

extension ServiceLevelObjective {
    init(_ objective: Configuration.Objective) {
        self.init(
            service: objective.service, operation: objective.operation, target: objective.objective,
            latencyMilliseconds: objective.latency.map { $0.inSeconds * 1000 })
    }
}

extension WebhookSecrets {
    /// Takes the secrets from the environment variables that the configuration names.
    init(_ variables: [String: String], environment: [String: String]) {
        func secret(_ key: String) -> String? { variables[key].flatMap { environment[$0] } }
        self.init(
            github: secret("github_secret_variable"), gitlab: secret("gitlab_token_variable"),
            grafana: secret("grafana_secret_variable"),
            pagerduty: secret("pagerduty_secret_variable").map { [$0] } ?? [],
            generic: secret("generic_secret_variable"), bearerToken: secret("token_variable"))
    }
}
