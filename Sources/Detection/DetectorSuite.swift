import Analysis
import Telemetry

/// All detectors together, with the false discovery rate controlled over everything each of them tested.
public struct DetectorSuite: Sendable {
    public var detectors: [any Detector]
    /// Findings whose adjusted p-value is above are dropped.
    public var falseDiscoveryRate: Double

    /// Makes a suite.
    public init(_ detectors: [any Detector], falseDiscoveryRate: Double = 0.01) {
        self.detectors = detectors
        self.falseDiscoveryRate = falseDiscoveryRate
    }

    /// Every detector, in alphabetical order.
    public static func standard(objectives: [ServiceLevelObjective] = []) -> DetectorSuite {
        DetectorSuite([
            BuildRegressionDetector(),
            BurnRateDetector(objectives: objectives),
            EdgePresenceDetector(),
            ErrorRateDetector(),
            ErrorTemplateDetector(),
            FlowDetector(),
            LatencyShiftDetector(),
            OperationPresenceDetector(),
            SaturationDetector(),
            ThroughputDetector(),
        ])
    }

    /// What the windows show, most severe and largest first; p-values are adjusted.
    public func findings(in windows: OperationWindows) -> [Finding] {
        detectors.flatMap { adjusted($0.screen(windows)) }.sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            if left.probability != right.probability { return left.probability < right.probability }
            return left.fingerprint < right.fingerprint
        }
    }

    /// Each detector's tests are a family: thousands of ways that traces take must not raise the bar for a latency.
    private func adjusted(_ screening: Screening) -> [Finding] {
        let probabilities = BenjaminiHochberg.adjusted(
            screening.findings.map(\.probability), tested: screening.tested)
        return zip(screening.findings, probabilities).compactMap { finding, probability in
            var finding = finding
            finding.probability = probability
            return probability <= falseDiscoveryRate ? finding : nil
        }
    }
}
