import Analysis
import Telemetry

/// All detectors together, with the false discovery rate controlled over everything each of them tested.
public struct DetectorSuite: Sendable {
    public var detectors: [any Detector]
    /// Findings whose adjusted p-value is above are dropped.
    public var falseDiscoveryRate: Double

    /// Makes a suite.
    public init(_ detectors: [any Detector], falseDiscoveryRate: Double = 0.05) {
        self.detectors = detectors
        self.falseDiscoveryRate = falseDiscoveryRate
    }

    /// Every detector, in alphabetical order.
    public static func standard() -> DetectorSuite {
        DetectorSuite([
            BuildRegressionDetector(),
            BurnRateDetector(),
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
    public func findings(in windows: OperationWindows) -> [Finding] { look(at: windows).findings }

    /// What the windows show, as `findings(in:)`, and what moved as much but does so now and then by itself.
    public func look(at windows: OperationWindows) -> (findings: [Finding], movements: [Movement]) {
        let scales = Self.scales(of: windows)
        let isKnown = windows.isKnown
        let screenings = detectors.filter { isKnown || !$0.needsHistory }
            .map { Self.screening($0, $0.widens ? scales : [windows]) }
        let findings = screenings.flatMap(adjusted).sorted { left, right in
            if left.severity != right.severity { return left.severity > right.severity }
            if left.probability != right.probability { return left.probability < right.probability }
            return left.fingerprint < right.fingerprint
        }
        return (findings, screenings.flatMap(\.movements))
    }

    /// How often windows are widened: eight times as long are the widest.
    private static let widenings = 3

    /// The windows, and what is sparse in them in ever wider ones.
    private static func scales(of windows: OperationWindows) -> [OperationWindows] {
        var scales = [windows]
        while scales.count <= widenings, let wider = scales.last?.widened() { scales.append(wider) }
        return scales
    }

    /// What a detector finds at every scale; a wider window adds what was not found as clearly in a narrower one.
    private static func screening(_ detector: any Detector, _ scales: [OperationWindows]) -> Screening {
        scales.reduce(into: Screening()) { sum, windows in
            let next = detector.screen(windows)
            sum.tested += next.tested
            sum.movements += next.movements
            let clearest = Dictionary(sum.findings.map { ($0.fingerprint, $0.severity) }, uniquingKeysWith: max)
            sum.findings += next.findings.filter { finding in
                clearest[finding.fingerprint].map { $0 < finding.severity } ?? true
            }
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
