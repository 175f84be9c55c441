/// How often one step inside spans of an operation followed another, over time.
///
/// Steps are words: `the start`, `the call to cart GetCart`, `the line orders.Service#31`, `the end`.
public struct FlowSeries: Sendable, Equatable {
    public var service: String
    public var operation: String
    public var from: String
    public var to: String
    /// Where flows newly end right after a call, the service that was called.
    public var callee: String?
    /// Whether the steps are log records rather than children.
    public var isOfLog: Bool
    /// Times the step followed, per bucket.
    public var counts: [Int]
    /// Times anything followed, per bucket.
    public var contextCounts: [Int]
    /// Times the step followed in spans that failed, per bucket: those with status error or an error record.
    public var failureCounts: [Int]

    /// Makes a series; without failure counts nothing is known to have failed.
    public init(
        service: String, operation: String, from: String, to: String, callee: String? = nil, isOfLog: Bool = false,
        counts: [Int], contextCounts: [Int], failureCounts: [Int]? = nil
    ) {
        self.service = service
        self.operation = operation
        self.from = from
        self.to = to
        self.callee = callee
        self.isOfLog = isOfLog
        self.counts = counts
        self.contextCounts = contextCounts
        self.failureCounts = failureCounts ?? counts.map { _ in 0 }
    }
}
