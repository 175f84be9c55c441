import JSONValues
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit

@testable import Tools

struct SpanToolsTests {
    private let registry = ToolRegistry([
        AnyTool(CompareSpansTool(source: ShopSpans.source)), AnyTool(GetTraceTool(source: ShopSpans.source)),
        AnyTool(ListFieldsTool(source: ShopSpans.source)), AnyTool(QuerySpansTool(source: ShopSpans.source)),
    ])

    private func call(_ tool: String, _ json: String) async throws -> ToolOutput {
        try await registry.call(tool, JSONValue(parsing: json), ShopSpans.context).get()
    }

    private func table(_ output: ToolOutput) throws -> ToolTable {
        guard case .table(let table) = try #require(output.sections.first).content else {
            throw ToolFailure(.refused, "")
        }
        return table
    }

    // MARK: query_spans

    @Test func `a query groups and aggregates in milliseconds`() async throws {
        let output = try await call(
            "query_spans",
            #"{"filter":[{"field":"name","op":"=","value":"GET /cart"}],"group_by":["build"],"aggregates":["count","errors","error_rate","max(duration)"]}"#
        )
        let table = try table(output)
        #expect(table.columns.map(\.name) == ["build", "count", "errors", "error_rate", "max(duration)"])
        #expect(table.columns.map(\.unit) == [nil, "count", "count", "share", "ms"])
        #expect(table.rows.contains([.string("2"), 50, 25, .number(0.5), .number(150)]))
        #expect(output.isComplete)
        #expect(output.backend == "memory")
    }

    @Test func `a filter in TraceQL does the same as one in JSON`() async throws {
        let text = try await call("query_spans", #"{"where":"{ resource.service.name = `cart` && status = error }"}"#)
        let list = try await call(
            "query_spans",
            #"{"filter":[{"field":"service","op":"=","value":"cart"},{"field":"status","op":"=","value":"error"}]}"#)
        #expect(try table(text) == table(list))
        #expect(try table(text).rows == [[25]])
    }

    @Test func `nothing found says what was scanned and which values there are`() async throws {
        let output = try await call(
            "query_spans", #"{"filter":[{"field":"service","op":"=","value":"carts"}],"group_by":["name"]}"#)
        #expect(output.summary.hasPrefix("0 rows of 700 scanned, window 2023-"))
        #expect(output.notes.contains("known values of service: cart (600), web (100)"))
    }

    @Test func `values are told apart that were not there before a time`() async throws {
        let output = try await call("query_spans", #"{"group_by":["statusMessage"],"new_since":"-35s"}"#)
        #expect(try table(output).rows == [["out of carts", 25]])
        #expect(output.summary.hasPrefix("1 groups by statusMessage are new since 2023-"))
        let none = try await call("query_spans", #"{"group_by":["service"],"new_since":"-35s"}"#)
        #expect(none.summary.hasPrefix("no service is new since 2023-"))
        #expect(none.notes.isEmpty)
    }

    @Test func `cut groups are counted`() async throws {
        let output = try await call(
            "query_spans", #"{"group_by":["user.id"],"filter":[{"field":"user.id","op":"exists"}],"limit":10}"#)
        #expect(try table(output).rows.count == 10)
        #expect(!output.isComplete)
        #expect(output.notes.contains { $0.hasPrefix("90 more groups") })
    }

    @Test func `words from outside are marked`() async throws {
        let columns = try await table(call("query_spans", #"{"group_by":["name","service","user.plan","kind"]}"#))
            .columns
        #expect(columns.map(\.isUntrusted) == [true, false, true, false, false])
    }

    @Test func `a time series is in order of time`() async throws {
        let table = try await table(call("query_spans", #"{"group_by":["time(10s)"],"aggregates":["rate"]}"#))
        #expect(table.rows.count == 5 || table.rows.count == 6)
        #expect(table.rows.first?.first == "2023-11-14T22:13:20.000Z")
        #expect(table.rows.first?.last == .integer(14))
    }

    @Test(arguments: [
        #"{"where":"{ status = }"}"#, #"{"group_by":["time(soon)"]}"#, #"{"aggregates":["median"]}"#,
        #"{"filter":[{"field":"x","op":"~"}]}"#, #"{"unknown":1}"#, #"{"from":"tomorrow"}"#,
    ])
    func `wrong arguments are named`(json: String) async throws {
        let failure = await #expect(throws: ToolFailure.self) { try await call("query_spans", json) }
        #expect(failure?.code == .invalidArguments)
    }

    // MARK: list_fields

    @Test func `fields are listed with their frequent values`() async throws {
        let table = try await table(call("list_fields", #"{"contains":"plan"}"#))
        #expect(table.rows == [["span.user.plan", "string", 100, 2, "free (50), paid (50)"]])
    }

    // MARK: compare_spans

    @Test func `the plan and the build explain the errors`() async throws {
        let output = try await call(
            "compare_spans",
            #"{"selection":{"where":"{ name = `GET /cart` && status = error }"},"baseline":{"where":"{ name = `GET /cart` }"},"exclude":["http.response.status_code"]}"#
        )
        let conditions = try table(output).rows.flatMap { $0.compactMap(\.string) }
        #expect(conditions.contains { $0.contains("user.plan = free") })
        #expect(conditions.contains { $0.contains("service.version = 2") })
        #expect(!conditions.contains { $0.contains("status") })
    }

    @Test func `an empty selection is no comparison`() async throws {
        let output = try await call(
            "compare_spans", #"{"selection":{"filter":[{"field":"service","op":"=","value":"none"}]}}"#)
        #expect(output.summary.hasPrefix("nothing to compare: the selection has 0 rows"))
        #expect(output.notes.contains { $0.hasPrefix("known values of service") })
    }

    // MARK: get_trace

    private func tree(_ json: String) async throws -> [String] {
        guard case .text(let text) = try await call("get_trace", json).sections.first?.content else { return [] }
        return text.split(separator: "\n").map(String.init)
    }

    @Test func `a trace is a tree with identical siblings folded`() async throws {
        let lines = try await tree(#"{"trace_id":"\#(TraceID(high: 0, low: 1))"}"#)
        #expect(
            lines == [
                "+0 200 ms (path 150) web GET / [server] \(SpanID(100))",
                "  +5 50 ms (path 42) cart GET /cart [server] \(SpanID(101))",
                "    +10 x5 p50 3 max 5 sum 15 ms (path 8) cart SELECT items [client] \(SpanID(114))",
            ])
    }

    @Test func `errors and exceptions stand at their span, on one line`() async throws {
        let lines = try await tree(#"{"trace_id":"\#(TraceID(high: 0, low: 51))","attributes":["user.plan"]}"#)
        #expect(lines[1].hasSuffix(#"ERROR "out of carts" user.plan=free"#))
        #expect(lines[2] == "    ! exception CartError: no cart for user @ at cart.go:12")
    }

    @Test func `one span shows everything it carries`() async throws {
        let output = try await call(
            "get_trace", #"{"trace_id":"\#(TraceID(high: 0, low: 51))","span_id":"\#(SpanID(5101))"}"#)
        #expect(try table(output).rows.contains(["span.user.plan", "free"]))
        #expect(output.sections.last?.content == .text(try #require(text(output))))
        #expect(text(output)?.contains("exception.stacktrace: CartError") == true)
    }

    private func text(_ output: ToolOutput) -> String? {
        if case .text(let text) = output.sections.last?.content { text } else { nil }
    }

    @Test func `an unknown trace is a failure with a next step`() async throws {
        let failure = await #expect(throws: ToolFailure.self) {
            try await call("get_trace", #"{"trace_id":"ffffffffffffffffffffffffffffffff"}"#)
        }
        #expect(failure?.code == .notFound)
        #expect(failure?.hint != nil)
    }

    @Test func `a trace longer than its limit says how much is missing`() async throws {
        let spans = (0..<100).map { TestSpan(id: UInt64($0 + 1), parent: $0 == 0 ? 0 : 1, name: "span \($0)") }
        let tool = GetTraceTool(source: InMemorySpanSource(spans))
        let input = try JSONValue(parsing: #"{"trace_id":"\#(TraceID(high: 0, low: 1))","max_lines":10}"#)
        let output = try await ToolRegistry([AnyTool(tool)]).call("get_trace", input, ShopSpans.context).get()
        #expect(!output.isComplete)
        #expect(output.notes.contains("90 more spans were cut by max_lines 10"))
    }

    @Test func `a trace that is its own ancestor still ends`() async throws {
        let spans = [TestSpan(id: 1, parent: 2), TestSpan(id: 2, parent: 1), TestSpan(id: 3, parent: 3)]
        let tool = GetTraceTool(source: InMemorySpanSource(spans))
        let input = try JSONValue(parsing: #"{"trace_id":"\#(TraceID(high: 0, low: 1))"}"#)
        let output = try await ToolRegistry([AnyTool(tool)]).call("get_trace", input, ShopSpans.context).get()
        #expect(output.isComplete)
        #expect(output.summary.contains("3 spans"))
    }
}
