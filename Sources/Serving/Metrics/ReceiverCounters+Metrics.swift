extension ReceiverCounters: MetricsSource {
    public func metrics() async -> [Metric] {
        let counts = snapshot()
        func samples(_ value: (Counts) -> Int) -> [Metric.Sample] {
            counts.map { key, counts in
                Metric.Sample(Double(value(counts)), labels: ["transport": key.transport, "service": key.service])
            }
        }
        let refused = counts.flatMap { key, counts in
            counts.refused.sorted { $0.key < $1.key }.map { reason, count in
                Metric.Sample(
                    Double(count), labels: ["transport": key.transport, "service": key.service, "reason": reason])
            }
        }
        return [
            Metric("whyd_otlp_requests_total", .counter, "Export requests received.", samples: samples(\.requests)),
            Metric("whyd_otlp_bytes_total", .counter, "Bytes of export requests, as sent.", samples: samples(\.bytes)),
            Metric(
                "whyd_otlp_accepted_rows_total", .counter, "Spans and log records stored.",
                samples: samples(\.acceptedRows)),
            Metric(
                "whyd_otlp_rejected_rows_total", .counter, "Spans and log records dropped as invalid.",
                samples: samples(\.rejectedRows)),
            Metric(
                "whyd_otlp_refused_requests_total", .counter, "Export requests refused as a whole.", samples: refused),
        ]
    }
}
