/// Looks for one kind of change: windows in, findings out; no clock, no store, no state.
public protocol Detector: Sendable {
    /// Names the detector in findings, configuration and verdict statistics, such as `error_rate`.
    var name: String { get }

    /// Whether series with few rows are judged over wider windows as well.
    var widens: Bool { get }

    /// Whether it judges by what was before; only one that does not may speak where little is known.
    var needsHistory: Bool { get }

    /// Holds the newest buckets against those before.
    func screen(_ windows: OperationWindows) -> Screening
}

extension Detector {
    public var widens: Bool { false }
    public var needsHistory: Bool { true }
}

/// The outcome of one detector over all series.
public struct Screening: Sendable {
    /// Changes past the detector's minimum volume, effect and persistence; p-values not yet adjusted.
    public var findings: [Finding]
    /// How many series were tested, found or not; the false discovery rate is controlled over all of them.
    public var tested: Int
    /// Changes that would be findings if the series did not do the same by itself, and those that are.
    public var movements: [Movement]

    /// Makes an outcome.
    public init(findings: [Finding] = [], tested: Int = 0, movements: [Movement] = []) {
        self.findings = findings
        self.tested = tested
        self.movements = movements
    }
}
