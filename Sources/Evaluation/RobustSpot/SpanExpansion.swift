import Telemetry

/// Turns counted rows into spans: one trace per request, failed ones with status error.
struct SpanExpansion {
    let batch: TelemetryBatch
    static let service = "video"
    static let operation = "play"

    init(_ attributes: [String], _ rows: [RobustSpotCase.Row], _ minute: Int64) {
        var result = TelemetryBatch()
        var values = attributes.map { _ in [String]() }
        let total = rows.reduce(0) { $0 + $1.count }
        var number = 0
        for row in rows {
            for request in 0..<row.count {
                number += 1
                result.spans.traceIDs.append(TraceID(high: UInt64(bitPattern: minute), low: UInt64(number)))
                result.spans.spanIDs.append(SpanID(UInt64(number)))
                result.spans.parentIDs.append(.none)
                let offset = Int64(number - 1) * 59_000_000_000 / Int64(max(1, total))
                result.spans.startNanoseconds.append(minute * 1_000_000_000 + offset)
                result.spans.durationNanoseconds.append(1_000_000)
                result.spans.kinds.append(.server)
                result.spans.statuses.append(request < row.failures ? .error : .unset)
                result.spans.weights.append(1)
                for place in attributes.indices { values[place].append(row.values[place]) }
            }
        }
        result.spans.services = StringColumn(codes: Array(repeating: 0, count: total), dictionary: [Self.service])
        result.spans.names = StringColumn(codes: Array(repeating: 0, count: total), dictionary: [Self.operation])
        result.spans.statusMessages = StringColumn(codes: Array(repeating: 0, count: total), dictionary: [""])
        let every = (0..<UInt32(total)).map { $0 }
        result.spans.attributes = attributes.indices.map { place in
            AttributeColumn(
                name: AttributeName(.span, attributes[place]), rows: every,
                values: .strings(StringColumn(values[place])))
        }.sorted { $0.name < $1.name }
        batch = result
    }
}
