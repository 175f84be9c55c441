import SpanSources
import Telemetry
import TestSupport
import ToolKit

/// A small shop: `web` calls `cart`, which asks its database; half of the requests run build 2, which fails for free users.
enum ShopSpans {
    static let start = 1_700_000_000_000.0
    static let window = TimeRange(
        start: Timestamp(nanoseconds: Int64(start) * 1_000_000),
        end: Timestamp(nanoseconds: Int64(start + 60_000) * 1_000_000))
    static let context = ToolContext(
        window: window, baseline: TimeRange(last: .seconds(60), before: window.start), now: window.end)

    static let spans: [TestSpan] = (0..<100).flatMap(request)

    private static func request(_ number: Int) -> [TestSpan] {
        let trace = UInt64(number + 1)
        let time: Double = start + Double(number) * 500
        let build = number < 50 ? "1" : "2"
        let plan = number % 2 == 0 ? "free" : "paid"
        let fails = build == "2" && plan == "free"
        let resource: [String: AttributeValue] = ["service.version": .string(build)]
        var spans = [
            TestSpan(
                trace: trace, id: trace * 100, start: time, duration: 200, service: "web", name: "GET /",
                ["user.id": .string("u\(number)")])
        ]
        spans.append(
            TestSpan(
                trace: trace, id: trace * 100 + 1, parent: trace * 100, start: time + 5, duration: fails ? 150 : 50,
                service: "cart", name: "GET /cart", status: fails ? .error : .unset,
                message: fails ? "out of carts" : "",
                ["user.plan": .string(plan), "http.response.status_code": .integer(fails ? 500 : 200)],
                resource: resource))
        for query in 0..<5 {
            spans.append(
                TestSpan(
                    trace: trace, id: trace * 100 + 10 + UInt64(query), parent: trace * 100 + 1,
                    start: time + 10 + Double(query), duration: Double(query + 1), service: "cart",
                    name: "SELECT items", kind: .client, ["db.system": .string("postgresql")], resource: resource))
        }
        return spans
    }

    static let events: [TestEvent] = stride(from: 50, to: 100, by: 2).map { number in
        let trace = UInt64(number + 1)
        let time: Double = start + Double(number) * 500 + 100
        return TestEvent(
            trace: trace, span: trace * 100 + 1, time: time, name: "exception",
            [
                "exception.type": .string("CartError"), "exception.message": .string("no cart\nfor user"),
                "exception.stacktrace": .string("CartError: no cart\n  at cart.go:12\n  at main.go:3"),
            ])
    }

    static let source = InMemorySpanSource(spans, events: events)
}
