import Analysis
import Telemetry
import TestSupport
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
        var callFails = false
    }

    private var faulty: TimeRange {
        TimeRange(start: Timestamp(seconds: 1_000_000_240), end: Timestamp(seconds: 1_000_000_300))
    }
    private var healthy: TimeRange {
        TimeRange(start: Timestamp(seconds: 1_000_000_000), end: Timestamp(seconds: 1_000_000_240))
    }

    private func telemetry(_ fault: (Int, inout Request) -> Void) -> TelemetryBatch {
        var batch = TelemetryBatch()
        var spans: [(SpanID, SpanID, String, SpanKind, Int64, Int64, SpanStatus)] = []
        for number in 0..<150 {
            var request = Request()
            if number >= 120 { fault(number, &request) }
            let start = Int64(1_000_000_000_000 + number * 2000)
            let id = UInt64(number * 10 + 1)
            let error: SpanStatus = request.stockFails || request.callFails ? .error : .unset
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

    private func localise(_ fault: @escaping (inout Request) -> Void) -> Localisation {
        Localisation(telemetry { fault(&$1) }, window: faulty, baseline: healthy)
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

    /// The window of a case begins before the fault does, so that some requests are still answered.
    private func refused(from first: Int, isAnswered: @escaping (Int) -> Bool = { _ in false }) -> Localisation {
        let telemetry = telemetry { number, request in
            guard number >= first, !isAnswered(number) else { return }
            request.stockIsThere = false
            request.callFails = true
        }
        return Localisation(telemetry, window: faulty, baseline: healthy)
    }

    @Test func `calls that fail without an answer are charged to who is gone`() throws {
        let found = refused(from: 125).candidates
        let first = try #require(found.first)
        #expect(first.service == "stock" && first.faultKind == .unanswered && first.operation == "")
        #expect(first.evidence.first?.explanation.contains("that stock no longer answers, orders") == true)
        #expect(!found.contains { $0.service == "orders" && $0.evidence.contains { $0.signal == .errorOrigin } })
    }

    @Test func `where others are still answered the way is broken and not the callee`() throws {
        var telemetry = telemetry { number, request in
            guard number >= 125 else { return }
            request.stockIsThere = false
            request.callFails = true
        }
        var others: [TestSpan] = []
        for number in 0..<150 {
            let (trace, start) = (UInt64(10_000 + number), 1_000_000_000_000.0 + Double(number) * 2000)
            others.append(
                TestSpan(trace: trace, id: 1, start: start, duration: 30, service: "admin", name: "ask", kind: .client))
            others.append(
                TestSpan(
                    trace: trace, id: 2, parent: 1, start: start + 1, duration: 10, service: "stock",
                    name: "stock server"))
        }
        var rest = TelemetryBatch()
        rest.spans = SpanBatch(others)
        telemetry.join(rest)
        let found = Localisation(telemetry, window: faulty, baseline: healthy).candidates
        #expect(found.first?.service == "orders" && found.first?.faultKind == .exception)
    }

    @Test func `an instance is named where it differs from its siblings`() throws {
        func instance(_ fails: (Int) -> Bool) -> String? {
            let spans = (0..<400).map { number in
                TestSpan(
                    trace: UInt64(number + 1), id: 1, start: 1_000_000_000_000 + Double(number) * 740,
                    duration: 20 + Double(number % 7), service: "orders", name: "work",
                    status: number >= 320 && fails(number) ? .error : .unset,
                    resource: ["k8s.pod.name": .string("orders-\(number % 2)")])
            }
            var batch = TelemetryBatch()
            batch.spans = SpanBatch(spans)
            return Localisation(batch, window: faulty, baseline: healthy).candidates.first?.instance
        }
        #expect(instance { $0 % 4 == 1 } == "orders-1")
        #expect(instance { $0 % 3 == 1 } == nil)
    }
}
