/// One measured reason to suspect a service, as a signal of its own that people can look at.
public struct LocalisationEvidence: Sendable, Equatable {
    /// Which signal it is.
    public enum Signal: String, Sendable, CaseIterable {
        /// Spans of the service work longer themselves.
        case selfTime
        /// Calls to the service take longer than the service says it worked.
        case callGap
        /// Calls from the service to most of those it calls take longer.
        case outgoingGap
        /// The service's spans call other children, or end, where they used to go on.
        case flow
        /// Requests write other log lines than they used to.
        case logFlow
        /// Callers stop right after they called the service.
        case callersStop
        /// Errors begin in the service: erring spans without an erring child.
        case errorOrigin
        /// The service makes more calls per span than it used to: N+1 queries, retries.
        case fanOut
        /// The service emits nothing any more.
        case silence
    }

    public var signal: Signal
    public var service: String
    /// The span name it shows in; empty for the whole service.
    public var operation: String
    /// The service whose operation that is; a caller's where the callee is charged, a callee's where the caller is.
    public var operationService: String
    /// How strong it is, in natural-logarithm units of change beyond the usual movement; comparable between signals.
    public var score: Double
    /// The measure in the window and in the baseline, in `unit`.
    public var observed: Double
    public var expected: Double
    public var unit: String
    /// Rows it rests on, in the window and in the baseline.
    public var sampleSize: Int
    public var baselineSize: Int
    /// What was seen, in one sentence with its numbers.
    public var explanation: String
    /// `logger#line` or file before and after the change, where the telemetry has it.
    public var codeLocation: String?

    /// Makes evidence.
    public init(
        signal: Signal, service: String, operation: String = "", operationService: String? = nil, score: Double,
        observed: Double, expected: Double, unit: String, sampleSize: Int, baselineSize: Int, explanation: String,
        codeLocation: String? = nil
    ) {
        self.signal = signal
        self.service = service
        self.operation = operation
        self.operationService = operationService ?? service
        self.score = score
        self.observed = observed
        self.expected = expected
        self.unit = unit
        self.sampleSize = sampleSize
        self.baselineSize = baselineSize
        self.explanation = explanation
        self.codeLocation = codeLocation
    }
}
