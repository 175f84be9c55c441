import SpanSources

/// Sends spans at a steady rate, from requests that were made before.
actor SteadyLoad {
    private let requests: [[UInt8]]
    private let spans: Int
    private let sink: any SpanSink
    private(set) var isDone = false

    private static let spansPerRequest = 2000

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
        for (index, body) in requests.enumerated() {
            let due = start + .seconds(Double(index * Self.spansPerRequest) / rate)
            try await Task.sleep(until: due, clock: .continuous)
            _ = try await sink.append(ExportRequest(signal: .traces, encoding: .protobuf, body: body))
        }
        return Double(spans) / (ContinuousClock.now - start).milliseconds * 1e3
    }
}
