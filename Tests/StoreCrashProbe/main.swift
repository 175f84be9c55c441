import Glibc
import OTLP
import SpanSources
import SpanStore
import Telemetry

// StoreCrashProbe PATH: appends requests of ten spans with ids that go on from what the store holds, prints each id
// that was acknowledged, and never ends by itself; a test kills it.

let store = try SpanStore.open(
    path: CommandLine.arguments[1], configuration: StoreConfiguration(retention: nil, segmentRows: 200)
) { Timestamp(nanoseconds: 0) }
let held = try await store.run(SpanQuery(range: .all, aggregates: [.count])).number("count", row: 0) ?? 0
var next = UInt64(held) + 1
while true {
    var batch = TelemetryBatch()
    let ids = (next..<(next + 10)).map { $0 }
    batch.spans.traceIDs = ids.map { TraceID(high: 1, low: $0 / 10 + 1) }
    batch.spans.spanIDs = ids.map { SpanID($0) }
    batch.spans.parentIDs = ids.map { _ in .none }
    batch.spans.startNanoseconds = ids.map { Int64($0) }
    batch.spans.durationNanoseconds = ids.map { Int64($0) }
    batch.spans.kinds = ids.map { _ in .server }
    batch.spans.statuses = ids.map { _ in .ok }
    batch.spans.weights = ids.map { _ in 1 }
    batch.spans.services = StringColumn(ids.map { _ in "shop" })
    batch.spans.names = StringColumn(ids.map { "op \($0 % 7)" })
    batch.spans.statusMessages = StringColumn(ids.map { _ in "" })
    _ = try await store.append(OTLPEncoder.traces(batch))
    next += 10
    print(next - 1)
    fflush(nil)
}
