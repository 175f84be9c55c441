public import Telemetry

/// Rows that agree on every field under comparison, counted in the window and in the baseline.
public struct CombinationCell: Sendable, Equatable {
    /// One value per field; nil where the rows lack the field.
    public var values: [AttributeValue?]
    /// Rows, and rows that failed, in the window.
    public var count: Double
    public var failures: Double
    /// The same in the baseline.
    public var baselineCount: Double
    public var baselineFailures: Double

    /// Makes a cell.
    public init(
        values: [AttributeValue?], count: Double, failures: Double, baselineCount: Double, baselineFailures: Double
    ) {
        self.values = values
        self.count = count
        self.failures = failures
        self.baselineCount = baselineCount
        self.baselineFailures = baselineFailures
    }
}
