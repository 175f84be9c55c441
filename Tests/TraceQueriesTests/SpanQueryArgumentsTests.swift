import JSONValues
import SpanSources
import Telemetry
import Testing

@testable import TraceQueries

struct SpanQueryArgumentsTests {
    private let now = Timestamp(seconds: 1_700_000_000)
    private var scope: QueryScope { QueryScope(window: TimeRange(last: .seconds(3600), before: now), now: now) }

    private func plan(_ json: String) throws -> SpanQueryPlan {
        try JSONValue(parsing: json).decode(SpanQueryArguments.self).plan(in: scope)
    }

    @Test func `no arguments count the spans of the window`() throws {
        let query = try plan("{}").query
        #expect(query.range == scope.window)
        #expect(query.aggregates == [.count])
        #expect(query.filter == .all)
    }

    @Test(arguments: [
        (#"{"field":"service","op":"=","value":"cart"}"#, Predicate.service("cart")),
        (
            #"{"field":"duration","op":">","value":250}"#,
            .compare(.intrinsic(.duration), .greater, .integer(250_000_000))
        ),
        (
            #"{"field":"duration","op":">","value":"1.5s"}"#,
            .compare(.intrinsic(.duration), .greater, .integer(1_500_000_000))
        ),
        (
            #"{"field":"http.response.status_code","op":"=","value":"500"}"#,
            .isIn(.anyScope("http.response.status_code"), [.string("500"), .integer(500)])
        ),
        (#"{"field":"x","op":">=","value":"500"}"#, .compare(.anyScope("x"), .greaterOrEqual, .integer(500))),
        (
            #"{"field":"x","op":"in","value":["a","b"]}"#, .isIn(.anyScope("x"), [.string("a"), .string("b")])
        ),
        (#"{"field":"x","op":"exists"}"#, .exists(.anyScope("x"))),
        (#"{"field":"x","op":"missing"}"#, .not(.exists(.anyScope("x")))),
        (#"{"field":"x","op":"contains","value":"a.b"}"#, .matches(.anyScope("x"), pattern: #"a\.b"#)),
        (#"{"field":"status","op":"=","value":"ERROR"}"#, .isError),
    ])
    func `a condition becomes a predicate`(json: String, predicate: Predicate) throws {
        #expect(try plan(#"{"filter":[\#(json)]}"#).filter == predicate)
    }

    @Test func `text and conditions hold together`() throws {
        let plan = try plan(#"{"where":"{ status = error }","filter":[{"field":"service","op":"=","value":"a"}]}"#)
        #expect(plan.filter == .and([.service("a"), .isError]))
    }

    @Test func `groups and aggregates become columns`() throws {
        let plan = try plan(
            #"{"group_by":["service","time(5m)","log(duration)"],"aggregates":["rate","p95","avg(x)","distinct(user.id)"]}"#
        )
        #expect(
            plan.groups == [
                .field(.intrinsic(.service)), .time(bucket: .seconds(300)),
                .logarithm(.intrinsic(.duration), perOctave: 1),
            ])
        #expect(plan.outputs.map(\.column) == ["rate", "p95(duration)", "avg(x)", "distinct(user.id)"])
        #expect(plan.query.aggregates.first == .count)
        #expect(plan.rateSeconds == 300)
    }

    @Test func `an order may name an aggregate by its short form`() throws {
        let plan = try plan(#"{"group_by":["name"],"aggregates":["count","p95"],"order_by":"p95","order":"asc"}"#)
        #expect(plan.query.order == .init(column: "p95(duration)", descending: false))
    }

    @Test func `ordering by a rate orders by what it is made from`() throws {
        #expect(try plan(#"{"group_by":["name"],"aggregates":["rate"]}"#).query.order?.column == "count")
    }

    @Test func `the environment of the case always holds`() throws {
        var scope = scope
        scope.environment = .named("production")
        let plan = try SpanQueryArguments().plan(in: scope)
        #expect(plan.filter == scope.environment.filter)
        #expect(plan.filter != .all)
    }

    @Test(arguments: [
        (#"{"from":"-15m"}"#, -900.0, 0.0), (#"{"from":"-2h","to":"-1h"}"#, -7200, -3600),
        (#"{"from":"now-30m","to":"now"}"#, -1800, 0), (#"{"from":"2023-11-14T22:00:00Z"}"#, -800, 0),
    ])
    func `a window is absolute or relative to now`(json: String, from: Double, to: Double) throws {
        let range = try plan(json).range
        #expect(range == TimeRange(start: now + .seconds(from), end: now + .seconds(to)))
    }

    @Test func `groups can be asked for that are new since a time`() throws {
        let query = try plan(#"{"group_by":["user.id"],"new_since":"-10m"}"#).query
        #expect(query.newSince == now - .seconds(600))
        #expect(query.range == scope.window)
        for json in [
            #"{"new_since":"-10m"}"#, #"{"group_by":["name"],"new_since":"-2h"}"#,
            #"{"group_by":["name"],"new_since":"now"}"#, #"{"group_by":["name"],"new_since":"soon"}"#,
        ] {
            let error = #expect(throws: TraceQLError.self) { try plan(json) }
            #expect(error?.code == .argument)
            #expect(error?.hint?.isEmpty == false)
        }
    }

    @Test(arguments: [
        #"{"from":"yesterday"}"#, #"{"from":"-1h","to":"-2h"}"#, #"{"aggregates":["median"]}"#,
        #"{"aggregates":["p100"]}"#, #"{"group_by":["time(x)"]}"#, #"{"order_by":"nothing"}"#,
        #"{"filter":[{"field":"x","op":"like","value":"a"}]}"#, #"{"filter":[{"field":"x","op":"="}]}"#,
        #"{"filter":[{"field":"duration","op":">","value":"long"}]}"#,
        #"{"filter":[{"field":"x","op":"=~","value":"("}]}"#,
    ])
    func `wrong arguments are refused with a reason`(json: String) throws {
        let error = #expect(throws: TraceQLError.self) { try plan(json) }
        #expect(error?.message.isEmpty == false)
    }

    @Test(arguments: [(0.123456789, 0.123457), (123456789.0, 123457000.0), (0, 0), (-2.5, -2.5)])
    func `numbers keep six significant digits`(number: Double, rounded: Double) {
        #expect(AnswerCell.rounded(number) == rounded)
    }

    @Test(arguments: [(250_000_000, "250ms"), (1_500_000_000, "1.5s"), (90, "90ns"), (120_000_000_000, "2m")])
    func `a duration is written short`(nanoseconds: Int64, text: String) {
        #expect(DurationText.text(nanoseconds: nanoseconds) == text)
        #expect(DurationText.nanoseconds(text) == nanoseconds)
    }

    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("90s", .seconds(90)), ("10m", .seconds(600)),
        ("30d", .seconds(2_592_000)), ("1h30m", .seconds(5400)), ("1.5h", .seconds(5400)),
    ])
    func `durations are read with their unit`(text: String, expecting duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(arguments: ["", "10", "m", "-5m", "10 m", "1h30", "999999999999d"])
    func `what is no duration is refused`(text: String) { #expect(DurationText.parse(text) == nil) }
}
