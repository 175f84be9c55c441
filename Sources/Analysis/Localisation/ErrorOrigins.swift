import Glibc
import Telemetry

/// Where errors begin: erring spans none of whose children errs.
struct ErrorOrigins {
    private(set) var scores: [String: Double] = [:]
    private(set) var evidence: [LocalisationEvidence] = []

    init(_ slices: TelemetrySlices) {
        var counts: [Operation: (errors: Double, all: Double, usualErrors: Double, usualAll: Double)] = [:]
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let operation = slices.operations.operations[slices.operations.codes[row]]
            let begins = slices.spans.statuses[row] == .error && Self.isOrigin(row, slices)
            var count = counts[operation] ?? (0, 0, 0, 0)
            if slice == 0 {
                count.all += 1
                count.errors += begins ? 1 : 0
            } else {
                count.usualAll += 1
                count.usualErrors += begins ? 1 : 0
            }
            counts[operation] = count
        }
        for (operation, count) in counts where count.errors > 0 {
            add(operation, Proportion(count.errors, of: count.all), Proportion(count.usualErrors, of: count.usualAll))
        }
    }

    private static func isOrigin(_ row: Int, _ slices: TelemetrySlices) -> Bool {
        !slices.forest.children[row].contains { slices.spans.statuses[$0] == .error }
    }

    private mutating func add(_ operation: Operation, _ now: Proportion, _ before: Proportion) {
        let high = before.trials > 0 ? before.wilson(z: 1).upperBound : 0.01
        let low = now.wilson(z: 1).lowerBound
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
