/// One log template or exception type of one service over time.
public struct EventSeries: Sendable, Equatable {
    public var service: String
    /// What makes records alike: `exception.type`, `logger#line`, or the masked text.
    public var template: String
    /// OTLP severity number; 17 and above are errors.
    public var severity: UInt8
    /// Records per bucket.
    public var counts: [Double]

    /// Makes a series.
    public init(service: String, template: String, severity: UInt8, counts: [Double]) {
        self.service = service
        self.template = template
        self.severity = severity
        self.counts = counts
    }
}
