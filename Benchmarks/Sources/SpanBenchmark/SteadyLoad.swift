import SpanSources

/// Sends spans at a steady rate, from requests that were made before; a request that is answered late holds up only
/// every tenth of those that follow.
actor SteadyLoad {
    private let requests: [[UInt8]]
    private let spans: Int
    private let sink: any SpanSink
    private(set) var isDone = false

    private static let spansPerRequest = 2000
    private static let senders = Ingest.senders

    init(_ generator: SpanGenerator, sink: any SpanSink) {
        let body = ExportBody(generator.vocabulary)
        let traces = Self.spansPerRequest / SpanGenerator.spansPerTrace
        requests = stride(from: 0, to: generator.traces, by: traces).map { first in
            body.bytes((first..<min(first + traces, generator.traces)).flatMap(generator.trace))
        }
        spans = generator.count
        self.sink = sink
    }

    /// Sends all of them; the spans a second it came to.
    func send(spansPerSecond rate: Double) async throws -> Double {
        defer { isDone = true }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<Self.senders {
                group.addTask { [requests, sink] in
                    for index in stride(from: sender, to: requests.count, by: Self.senders) {
                        let due = start + .seconds(Double(index * Self.spansPerRequest) / rate)
                        // A rate is kept by the clock; nothing else says when a request is due.
                        try await Task.sleep(until: due, clock: .continuous)
                        _ = try await sink.append(
                            ExportRequest(signal: .traces, encoding: .protobuf, body: requests[index]))
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(spans) / (ContinuousClock.now - start).milliseconds * 1e3
    }
}
