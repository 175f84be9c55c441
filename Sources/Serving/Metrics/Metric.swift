/// One family of measurements, as Prometheus reads it.
public struct Metric: Sendable, Equatable {
    /// What kind of measurement it is.
    public enum Kind: String, Sendable { case counter, gauge }

    /// One value, with the labels that tell it from its siblings.
    public struct Sample: Sendable, Equatable {
        public var labels: [String: String]
        public var value: Double

        /// Makes a sample.
        public init(_ value: Double, labels: [String: String] = [:]) {
            self.labels = labels
            self.value = value
        }
    }

    /// Such as `whyd_otlp_requests_total`.
    public var name: String
    public var kind: Kind
    /// One sentence.
    public var help: String
    public var samples: [Sample]

    /// Makes a metric.
    public init(_ name: String, _ kind: Kind, _ help: String, samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }
}

/// Whatever has measurements to show.
public protocol MetricsSource: Sendable {
    /// The measurements now.
    func metrics() async -> [Metric]
}
