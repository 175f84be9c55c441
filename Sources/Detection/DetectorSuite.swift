import Analysis
import Telemetry

/// All detectors together, with the false discovery rate controlled over everything they tested.
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
            ErrorRateDetector(),
            ErrorTemplateDetector(),
            FlowDetector(),
            LatencyShiftDetector(),
            OperationPresenceDetector(),
            ThroughputDetector(),
        ])
    }

    /// What the windows show, most severe and largest first; p-values are adjusted.
    public func findings(in windows: OperationWindows) -> [Finding] {
        let screenings = detectors.map { $0.screen(windows) }
        var findings = screenings.flatMap(\.findings)
        let tested = screenings.reduce(0) { $0 + $1.tested }
        let adjusted = BenjaminiHochberg.adjusted(findings.map(\.probability), tested: tested)
        for (position, probability) in adjusted.enumerated() { findings[position].probability = probability }
        return findings.filter { $0.probability <= falseDiscoveryRate }.sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            if left.probability != right.probability { return left.probability < right.probability }
            return left.fingerprint < right.fingerprint
        }
    }
}
