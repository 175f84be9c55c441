import Glibc

/// Where errors begin: operations whose spans err, without an erring child, more than they used to.
struct ErrorOrigins {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    /// - Parameter counts: nil where the signal is left out.
    init(_ counts: ErrorCounts?, _ parameters: LocalisationParameters) {
        for (operation, count) in counts?.operations ?? [] where count.errors > 0 {
            add(
                operation, Proportion(count.errors, of: count.all), Proportion(count.usualErrors, of: count.usualAll),
                parameters)
        }
    }

    private mutating func add(
        _ operation: Operation, _ now: Proportion, _ before: Proportion, _ parameters: LocalisationParameters
    ) {
        let deviations = parameters.boundDeviations
        let high = before.trials > 0 ? before.wilson(z: deviations).upperBound : parameters.unseenErrorShare
        let low = now.wilson(z: deviations).lowerBound
        guard low > high else { return }
        // Relative entropy, as for flows: both the share and the surprise count.
        let score = low * log(low / max(high, 1e-6)) + (1 - low) * log((1 - low) / max(1 - high, 1e-6))
        guard score > 0.01 else { return }
        // A client span that errs alone points at whom it calls, but the callee is not in the telemetry.
        scores[operation.service] = max(scores[operation.service] ?? 0, score)
        evidence.append(
            LocalisationEvidence(
                signal: .errorOrigin, service: operation.service, operation: operation.name, score: score,
                observed: now.share, expected: before.share, unit: "share", sampleSize: Int(now.trials),
                baselineSize: Int(before.trials),
                explanation: "Errors begin in \(operation.service) \(operation.name): \(Rounded.percent(now.share)) of "
                    + "\(Int(now.trials)) spans, \(Rounded.percent(before.share)) before."))
    }
}
