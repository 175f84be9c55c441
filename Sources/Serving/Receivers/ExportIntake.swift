import NIOCore
public import OTLP
public import SpanSources

/// Takes export requests from any transport: unpacks, bounds, hands to the sink, counts.
public struct ExportIntake: Sendable {
    let sink: any SpanSink
    let limits: ReceiverLimits
    let budget: IntakeBudget
    let counters: ReceiverCounters
    let threads: DecodingThreads

    /// Makes an intake; share one between the receivers, so that they share its budget and counters.
    ///
    /// - Parameter threads: where bodies are unpacked, best where the sink decodes them; one of its own where nil.
    public init(
        sink: any SpanSink, limits: ReceiverLimits = ReceiverLimits(), counters: ReceiverCounters,
        threads: DecodingThreads? = nil
    ) {
        self.sink = sink
        self.limits = limits
        self.counters = counters
        self.threads = threads ?? DecodingThreads(count: 1)
        budget = IntakeBudget(limit: limits.maximumBytesInFlight)
    }

    /// Takes one delivery; when it returns `taken`, the rows are durable.
    func take(_ delivery: ExportDelivery, over transport: String) async -> ExportOutcome {
        let key = ReceiverCounters.Key(transport: transport, service: delivery.service.rawValue)
        counters.update(key) {
            $0.requests += 1
            $0.bytes += delivery.body.readableBytes
        }
        let outcome = await outcome(of: delivery, key)
        if let refusal = outcome.refusalLabel { counters.update(key) { $0.refused[refusal, default: 0] += 1 } }
        return outcome
    }

    /// Notes a delivery that a transport had to refuse before it was whole.
    func note(_ refusal: ExportOutcome, of service: ExportDelivery.Service, over transport: String) {
        let key = ReceiverCounters.Key(transport: transport, service: service.rawValue)
        counters.update(key) { counts in
            counts.requests += 1
            if let label = refusal.refusalLabel { counts.refused[label, default: 0] += 1 }
        }
    }

    private func outcome(of delivery: ExportDelivery, _ key: ReceiverCounters.Key) async -> ExportOutcome {
        let body: [UInt8]
        switch await unpack(delivery) {
        case .success(let bytes): body = bytes
        case .failure(let refused): return refused.outcome
        }
        guard let signal = delivery.service.storedSignal else { return declineMetrics(delivery) }
        defer { budget.release(body.count) }
        do throws(ExportRefusal) {
            let receipt = try await sink.append(
                ExportRequest(signal: signal, encoding: delivery.encoding, body: body))
            counters.update(key) {
                $0.acceptedRows += receipt.acceptedRows
                $0.rejectedRows += receipt.rejectedRows
            }
            return .taken(answer(delivery, rejected: receipt.rejectedRows, message: receipt.message))
        } catch {
            switch error {
            case .malformed(let why): return .malformed(why)
            case .overloaded(let why, let seconds): return .overloaded(why, retryAfterSeconds: seconds)
            }
        }
    }

    /// What senders hear when the budget is used up.
    var tooMuchInFlight: ExportOutcome {
        .overloaded(
            "more than \(limits.maximumBytesInFlight) bytes of export requests are in flight",
            retryAfterSeconds: limits.retryAfterSeconds)
    }

    /// What senders hear when a request is over the limit.
    var overLimit: ExportOutcome {
        .tooLarge("an export request may have at most \(limits.maximumRequestBytes) bytes, unpacked")
    }
}

extension ExportIntake {
    /// Metrics are taken politely and dropped, and the sender is told so in the way OTLP has for it.
    private func declineMetrics(_ delivery: ExportDelivery) -> ExportOutcome {
        .taken(answer(delivery, rejected: 0, message: "whyd keeps traces and logs; these metrics were not stored"))
    }

    private func answer(_ delivery: ExportDelivery, rejected: Int, message: String) -> [UInt8] {
        // A metrics answer never counts rejected rows, so any signal's message has its shape.
        OTLPResponse.success(
            delivery.service.storedSignal ?? .traces, delivery.encoding, rejectedRows: rejected, message: message)
    }
}

extension ExportDelivery.Service {
    /// The signal the sink knows; nil for what is not kept.
    var storedSignal: ExportRequest.Signal? {
        switch self {
        case .traces: .traces
        case .logs: .logs
        case .metrics: nil
        }
    }
}

extension ExportOutcome {
    /// The name of a refusal in `/metrics`; nil for what was taken.
    fileprivate var refusalLabel: String? {
        switch self {
        case .taken: nil
        case .tooLarge: "too_large"
        case .malformed: "malformed"
        case .overloaded: "overloaded"
        }
    }
}
