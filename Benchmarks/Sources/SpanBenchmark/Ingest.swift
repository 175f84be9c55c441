import SpanSources
import SpanStore

/// Sends all spans to the store as OTLP requests; only the store is on the clock, and the segments it makes of them in
/// the background are, too.
struct Ingest {
    let generator: SpanGenerator
    let store: SpanStore

    /// Spans of one request.
    static let spansPerRequest = 2000
    /// Requests made before each measured stretch: a million spans.
    private static let requestsPerStretch = 500
    /// Requests under way at once: as many as a collector's sending queue has consumers unless told otherwise
    /// (exporterhelper of the OpenTelemetry Collector 0.144, `num_consumers`).
    static let senders = 10

    /// Seconds on the clock, and bytes of all bodies.
    func run() async throws -> (seconds: Double, bytes: Int) {
        let body = ExportBody(generator.vocabulary)
        let starts = Self.starts(generator)
        var (seconds, bytes) = (0.0, 0)
        for stretch in stride(from: 0, to: starts.count, by: Self.requestsPerStretch) {
            let requests = starts[stretch..<min(stretch + Self.requestsPerStretch, starts.count)].map {
                Self.request($0, generator, body)
            }
            bytes += requests.reduce(0) { $0 + $1.count }
            let start = ContinuousClock.now
            try await send(requests)
            try await store.maintain()
            let elapsed = ContinuousClock.now - start
            seconds += Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        }
        return (seconds, bytes)
    }

    /// The first trace of each request.
    static func starts(_ generator: SpanGenerator) -> [Int] {
        Array(stride(from: 0, to: generator.traces, by: spansPerRequest / SpanGenerator.spansPerTrace))
    }

    /// The request that begins with a trace.
    static func request(_ first: Int, _ generator: SpanGenerator, _ body: ExportBody) -> [UInt8] {
        let end = min(first + spansPerRequest / SpanGenerator.spansPerTrace, generator.traces)
        return body.bytes((first..<end).flatMap(generator.trace))
    }

    private func send(_ requests: [[UInt8]]) async throws {
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<Self.senders {
                group.addTask {
                    for index in stride(from: sender, to: requests.count, by: Self.senders) {
                        _ = try await store.append(
                            ExportRequest(signal: .traces, encoding: .protobuf, body: requests[index]))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
