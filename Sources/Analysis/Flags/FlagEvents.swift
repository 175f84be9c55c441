import Glibc
import SpanSources
import Telemetry

/// Feature flags as the semantic conventions record them: an event per evaluation, on a span or in a log record.
///
/// The evaluation's trace says which requests ran with which variant; their spans of the service are what is compared.
struct FlagEvents {
    let source: any SpanSource

    /// Evaluations and spans past these are left out, the newest kept.
    static let eventLimit = 50_000
    static let spanLimit = 200_000

    /// What one variant did.
    typealias Measured = (variant: String, operations: [Operation: OperationMeasure])

    /// What each variant of each flag did, by flag; flags with one variant are left out.
    func measures(in side: BuildSide) async throws(SpanSourceError) -> [String: [Measured]] {
        let traces = try await traces(in: side)
        guard !traces.isEmpty else { return [:] }
        let spans = try await source.spans(
            RowSelection(
                range: side.range, filter: side.predicate,
                traces: Set(traces.values.flatMap { $0.values.flatMap(\.self) }),
                attributes: .keys(["http.response.status_code"]), limit: Self.spanLimit))
        return traces.mapValues { variants in
            variants.sorted { $0.key < $1.key }.map { ($0.key, OperationMeasure.all(spans, in: $0.value)) }
        }
    }

    /// The traces of each variant of each flag; a trace that saw several variants of a flag belongs to none.
    private func traces(in side: BuildSide) async throws(SpanSourceError) -> [String: [String: Set<TraceID>]] {
        let (key, variant) = ("feature_flag.key", "feature_flag.result.variant")
        let events = try await source.events(
            RowSelection(
                range: side.range, filter: side.filter.and(.exists(.anyScope(key))).and(.exists(.anyScope(variant))),
                attributes: .keys([key, variant]), limit: Self.eventLimit))
        var seen: [String: [TraceID: Set<String>]] = [:]
        for row in 0..<events.count {
            guard let flag = events.value(ofKey: key, row: row)?.description,
                let value = events.value(ofKey: variant, row: row)?.description
            else { continue }
            seen[flag, default: [:]][events.traceIDs[row], default: []].insert(value)
        }
        var found: [String: [String: Set<TraceID>]] = [:]
        for (flag, traces) in seen {
            for (trace, values) in traces where values.count == 1 {
                for value in values { found[flag, default: [:]][value, default: []].insert(trace) }
            }
        }
        return found.filter { $0.value.count > 1 && $0.value.count <= FlagReader.variantLimit }
    }
}

extension OperationMeasure {
    /// What each operation did on the spans of some traces.
    static func all(_ spans: SpanBatch, in traces: Set<TraceID>) -> [Operation: OperationMeasure] {
        struct Sums {
            var (count, errors) = (0.0, 0.0)
            var traces: Set<TraceID> = []
            var buckets: [Int: Double] = [:]
        }
        var sums: [Operation: Sums] = [:]
        let octave = Double(LatencyDistribution.perOctave)
        for row in 0..<spans.count where traces.contains(spans.traceIDs[row]) {
            let operation = Operation(service: spans.services[row], name: spans.names[row], kind: spans.kinds[row])
            let weight = Double(spans.weights[row])
            let code = spans.value(ofKey: "http.response.status_code", row: row)?.description
            let fails = spans.statuses[row] == .error || (code.flatMap { Int($0) } ?? 0) >= 500
            let bucket = Int((log2(Double(max(1, spans.durationNanoseconds[row]))) * octave).rounded(.down))
            sums[operation, default: Sums()].count += weight
            sums[operation, default: Sums()].errors += fails ? weight : 0
            sums[operation, default: Sums()].traces.insert(spans.traceIDs[row])
            sums[operation, default: Sums()].buckets[bucket, default: 0] += weight
        }
        return sums.mapValues { sum in
            OperationMeasure(
                count: sum.count, errors: sum.errors, traces: Double(sum.traces.count),
                latency: LatencyDistribution(
                    sum.buckets.map { .init(nanoseconds: exp2(Double($0.key) / octave), count: $0.value) }))
        }
    }
}
