import SpanSources

/// Sends spans at a steady rate, from requests that were made before; a request that is answered late holds up only
/// every tenth of those that follow.
actor SteadyLoad {
    private let requests: [[UInt8]]
    private let spans: Int
    private let sink: any SpanSink
    private(set) var isDone = false

    init(_ generator: SpanGenerator, sink: any SpanSink) {
        let body = ExportBody(generator.vocabulary)
        requests = Ingest.starts(generator).map { Ingest.request($0, generator, body) }
        spans = generator.count
        self.sink = sink
    }

    /// Sends all of them; the spans a second it came to.
    func send(spansPerSecond rate: Double) async throws -> Double {
        defer { isDone = true }
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<Ingest.senders {
                group.addTask { [requests, sink] in
                    for index in stride(from: sender, to: requests.count, by: Ingest.senders) {
                        let due = start + .seconds(Double(index * Ingest.spansPerRequest) / rate)
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
