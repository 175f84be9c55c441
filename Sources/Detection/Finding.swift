public import Telemetry

/// What a detector found: one sentence, and every number behind it.
public struct Finding: Hashable, Sendable, Codable {
    /// What kind of change it is.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case errorRate, latency, throughputDrop, silence, newErrorTemplate, errorTemplateRate, newOperation
        case vanishedOperation, newEdge, vanishedEdge, structureChange, buildRegression, burnRate, saturation
    }

    /// How much it matters, by effect.
    public enum Severity: String, Hashable, Sendable, Codable, Comparable, CaseIterable {
        case notice, warning, critical

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .notice: 0
            case .warning: 1
            case .critical: 2
            }
        }
    }

    /// The detector's name.
    public var detector: String
    public var kind: Kind
    public var service: String
    /// The span name, log template or edge it is about; nil where it is about the whole service.
    public var operation: String?
    /// The build it is about, where it is about one.
    public var build: String?
    /// When the change began, to the length of a bucket.
    public var onset: Timestamp
    /// The range that was held against the baseline.
    public var window: TimeRange
    /// The measure in the window and in the baseline, in `unit`.
    public var observed: Double
    public var expected: Double
    /// `share`, `ms`, `per_minute`, `ratio`, `count`.
    public var unit: String
    /// Size of the change on the detector's own scale: Cohen's h, Cliff's delta, log ratio ...
    public var effect: Double
    /// Rows in the window and in the baseline.
    public var sampleSize: Int
    public var baselineSize: Int
    /// p-value; adjusted over everything tested once the suite has run.
    public var probability: Double
    public var severity: Severity
    /// One sentence with its numbers.
    public var explanation: String

    /// Stands for the service where a finding is about all of them at once.
    public static let allServices = "all services"

    /// Equal for the same thing found again: detector, kind, service, operation and build, not time or numbers.
    public var fingerprint: String {
        Self.fingerprint(of: kind, by: detector, service: service, operation: operation, build: build)
    }

    /// The fingerprint of a finding that is not made.
    static func fingerprint(
        of kind: Kind, by detector: String, service: String, operation: String?, build: String? = nil
    ) -> String {
        [detector, kind.rawValue, service, operation ?? "", build ?? ""].joined(separator: "\u{1F}")
    }

    /// How far the measure lies from what was expected.
    var change: Double { abs(observed - expected) }

    /// Whether who began to receive at a time can know of it: what did not come before may have been sent to nobody.
    public func isKnown(toWhoBegan time: Timestamp) -> Bool {
        switch kind {
        case .silence, .throughputDrop, .vanishedOperation, .vanishedEdge: window.start >= time
        default: true
        }
    }

    /// Makes a finding.
    public init(
        detector: String, kind: Kind, service: String, operation: String? = nil, build: String? = nil,
        onset: Timestamp, window: TimeRange, observed: Double, expected: Double, unit: String, effect: Double,
        sampleSize: Int, baselineSize: Int, probability: Double, severity: Severity, explanation: String
    ) {
        self.detector = detector
        self.kind = kind
        self.service = service
        self.operation = operation
        self.build = build
        self.onset = onset
        self.window = window
        self.observed = observed
        self.expected = expected
        self.unit = unit
        self.effect = effect
        self.sampleSize = sampleSize
        self.baselineSize = baselineSize
        self.probability = probability
        self.severity = severity
        self.explanation = explanation
    }
}
