public import Telemetry

/// Where spans are read: the embedded store, or a cluster.
///
/// Every read names a time range and answers from whole columns. Implementations pass one conformance suite, so a
/// query gives the same answer on each of them.
public protocol SpanSource: Sendable {
    /// The name shown as the backend of an evidence, such as `spans.db`.
    var backend: String { get }

    /// Filters, groups and aggregates rows.
    ///
    /// - Throws: `SpanSourceError` for a query that cannot run, a cancelled task, or a broken backend.
    func run(_ query: SpanQuery) async throws(SpanSourceError) -> ResultTable

    /// Whole spans as columns, newest first unless the selection says otherwise.
    func spans(_ selection: RowSelection) async throws(SpanSourceError) -> SpanBatch

    /// Whole event rows (logs, span events, links) as columns.
    func events(_ selection: RowSelection) async throws(SpanSourceError) -> EventBatch

    /// All spans and event rows of one trace, by start time; empty where the trace is unknown.
    func trace(_ id: TraceID) async throws(SpanSourceError) -> TelemetryBatch

    /// The fields that occur, with how many rows have each and a few frequent values.
    func fields(_ request: FieldDiscovery) async throws(SpanSourceError) -> [FieldSummary]

    /// Counts every value of every attribute inside a selection and inside a baseline, in one pass.
    func compare(_ request: Comparison) async throws(SpanSourceError) -> ComparisonCounts

    /// The time range that holds data; nil where there is none.
    func coverage() async throws(SpanSourceError) -> TimeRange?

    /// A number that changes whenever rows arrive, so that who looks again and again can tell that there is nothing new;
    /// nil where the source cannot say.
    func arrivals() async throws(SpanSourceError) -> UInt64?
}

extension SpanSource {
    public func arrivals() async throws(SpanSourceError) -> UInt64? { nil }
}

/// Where telemetry is written.
public protocol SpanSink: Sendable {
    /// Takes an export request; when it returns, the rows are durable and every query sees them.
    ///
    /// Idempotent: a (trace id, span id) that was taken before is not counted twice.
    func append(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt
}

/// The body of an OTLP export request, as received and already decompressed.
public struct ExportRequest: Sendable {
    /// Which OTLP service it was sent to.
    public enum Signal: UInt8, Sendable { case traces = 0, logs = 1 }
    /// How the body is written.
    public enum Encoding: UInt8, Sendable { case protobuf = 0, json = 1 }

    public var signal: Signal
    public var encoding: Encoding
    public var body: [UInt8]

    /// Makes a request.
    public init(signal: Signal, encoding: Encoding, body: [UInt8]) {
        self.signal = signal
        self.encoding = encoding
        self.body = body
    }
}

/// What became of an export request that was taken.
public struct ExportReceipt: Sendable, Equatable {
    /// Rows now in the store, those already there included.
    public var acceptedRows: Int
    /// Rows left out because they were invalid.
    public var rejectedRows: Int
    /// Why rows were left out; empty where none were.
    public var message: String

    /// Makes a receipt.
    public init(acceptedRows: Int, rejectedRows: Int = 0, message: String = "") {
        self.acceptedRows = acceptedRows
        self.rejectedRows = rejectedRows
        self.message = message
    }
}

/// Why an export request was not taken; nothing of it is stored.
public enum ExportRefusal: Error, Sendable, Equatable {
    /// The body is not what its encoding says; sending it again cannot help.
    case malformed(String)
    /// The queue or the disk is full; the sender should come back after the given seconds.
    case overloaded(String, retryAfterSeconds: Int)
}

/// Why a read failed.
public struct SpanSourceError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable { case invalidQuery, cancelled, limitExceeded, backend }

    public var code: Code
    public var message: String
    /// What to do next, where there is something.
    public var hint: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
