import Analysis
import Telemetry
import Testing

/// A shop of three services: `web` calls `orders`, which calls `stock`; 30 requests a minute for five minutes, the last
/// of them faulty.
struct LocalisationTests {
    private struct Request {
        var ordersMilliseconds: Int64 = 20
        var networkMilliseconds: Int64 = 1
        var callsStock = true
        var stockFails = false
        var stockIsThere = true
    }

    private var faulty: TimeRange {
        TimeRange(start: Timestamp(seconds: 1_000_000_240), end: Timestamp(seconds: 1_000_000_300))
    }
    private var healthy: TimeRange {
        TimeRange(start: Timestamp(seconds: 1_000_000_000), end: Timestamp(seconds: 1_000_000_240))
    }

    private func telemetry(_ fault: (inout Request) -> Void) -> TelemetryBatch {
        var batch = TelemetryBatch()
        var spans: [(SpanID, SpanID, String, SpanKind, Int64, Int64, SpanStatus)] = []
        for number in 0..<150 {
            var request = Request()
            if number >= 120 { fault(&request) }
            let start = Int64(1_000_000_000_000 + number * 2000)
            let id = UInt64(number * 10 + 1)
            let error: SpanStatus = request.stockFails ? .error : .unset
            let orders = request.ordersMilliseconds + Int64(number % 3)
            let wait = request.networkMilliseconds
            spans.append((SpanID(id), .none, "web", .server, start, orders + 2 * wait + 30, error))
            spans.append((SpanID(id + 1), SpanID(id), "web", .client, start + 5, orders + 2 * wait + 20, error))
            spans.append((SpanID(id + 2), SpanID(id + 1), "orders", .server, start + 5 + wait, orders + 20, error))
            if request.callsStock {
                spans.append((SpanID(id + 3), SpanID(id + 2), "orders", .client, start + 8 + wait, 12, error))
            }
            if request.callsStock, request.stockIsThere {
                spans.append((SpanID(id + 4), SpanID(id + 3), "stock", .server, start + 9 + wait, 10, error))
            }
        }
        for (span, parent, _, kind, start, duration, status) in spans {
            batch.spans.traceIDs.append(TraceID(high: 0, low: (span.value - 1) / 10 + 1))
            batch.spans.spanIDs.append(span)
            batch.spans.parentIDs.append(parent)
            batch.spans.startNanoseconds.append(start * 1_000_000)
            batch.spans.durationNanoseconds.append(duration * 1_000_000)
            batch.spans.kinds.append(kind)
            batch.spans.statuses.append(status)
            batch.spans.weights.append(1)
        }
        batch.spans.services = StringColumn(spans.map(\.2))
        batch.spans.names = StringColumn(spans.map { "\($0.2) \($0.3.word)" })
        batch.spans.statusMessages = StringColumn(spans.map { _ in "" })
        return batch
    }

    private func localise(_ fault: (inout Request) -> Void) -> Localisation {
        Localisation(telemetry(fault), window: faulty, baseline: healthy)
    }

    @Test func `nothing is suspected where nothing changed`() {
        #expect(localise { _ in }.candidates.isEmpty)
    }

    @Test func `a service that works longer is found below the callers that wait for it`() throws {
        let first = try #require(localise { $0.ordersMilliseconds = 120 }.candidates.first)
        #expect(first.service == "orders" && first.faultKind == .slowWork)
    }

    @Test func `a delayed network is charged to the callee`() throws {
        let first = try #require(localise { $0.networkMilliseconds = 200 }.candidates.first)
        #expect(first.service == "orders" && first.faultKind == .delay)
    }

    @Test func `a child that no longer comes is an early return of its parent`() throws {
        let first = try #require(localise { $0.callsStock = false }.candidates.first)
        #expect(first.service == "orders" && first.faultKind == .earlyReturn)
    }

    @Test func `errors are charged to where they begin`() throws {
        let first = try #require(localise { $0.stockFails = true }.candidates.first)
        #expect(first.service == "stock" && first.faultKind == .exception)
    }

    @Test func `a service that no longer answers is found although it sends nothing`() throws {
        let first = try #require(localise { $0.stockIsThere = false }.candidates.first)
        #expect(first.service == "stock" && first.faultKind == .silence)
        #expect(first.evidence.contains { $0.signal == .silence })
    }
}
