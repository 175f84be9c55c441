import Glibc

/// Where errors begin: operations whose spans err, without an erring child, more than they used to.
struct ErrorOrigins {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    /// - Parameters:
    ///   - counts: nil where the signal is left out.
    ///   - gone: operations whose calls are answered no more, with the service that used to answer them.
    init(_ counts: ErrorCounts?, gone: [Operation: String] = [:], _ parameters: LocalisationParameters) {
        for (operation, count) in counts?.operations ?? [] where count.errors > 0 {
            add(
                operation, gone[operation], Proportion(count.errors, of: count.all),
                Proportion(count.usualErrors, of: count.usualAll),
                parameters)
        }
    }

    private mutating func add(
        _ operation: Operation, _ gone: String?, _ now: Proportion, _ before: Proportion,
        _ parameters: LocalisationParameters
    ) {
        let deviations = parameters.boundDeviations
        let high = before.trials > 0 ? before.wilson(z: deviations).upperBound : parameters.unseenErrorShare
        let low = now.wilson(z: deviations).lowerBound
        guard low > high else { return }
        // Relative entropy, as for flows: both the share and the surprise count.
        let score = low * log(low / max(high, 1e-6)) + (1 - low) * log((1 - low) / max(1 - high, 1e-6))
        guard score > 0.01 else { return }
        // A call that errs alone points at whom it calls; where nobody in the telemetry ever answered it, the caller
        // stands for the callee.
        let service = gone ?? operation.service
        scores[service] = max(scores[service] ?? 0, score)
        let what = gone.map { "calls that \($0) no longer answers, " } ?? ""
        evidence.append(
            LocalisationEvidence(
                signal: .errorOrigin, service: service, operation: operation.name,
                operationService: operation.service, score: score, observed: now.share, expected: before.share,
                unit: "share", sampleSize: Int(now.trials), baselineSize: Int(before.trials),
                explanation: "Errors begin in \(what)\(operation.service) \(operation.name): "
                    + "\(Rounded.percent(now.share)) of \(Int(now.trials)) spans, "
                    + "\(Rounded.percent(before.share)) before."))
    }
}
