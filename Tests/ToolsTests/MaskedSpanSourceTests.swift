import JSONValues
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit

@testable import Tools

/// Values a model may not see, and their pseudonyms, which it may filter by.
struct MaskedSpanSourceTests {
    private static let source = InMemorySpanSource((0..<60).map(request))

    /// Every third request fails; those are one user's.
    static func request(_ number: Int) -> TestSpan {
        let user = number % 3
        let attributes: [String: AttributeValue] = [
            "user.id": .string("u-\(user)"), "enduser.id": .integer(Int64(7000 + user)),
        ]
        let start: Double = ShopSpans.start + Double(number) * 100
        return TestSpan(
            trace: UInt64(number + 1), id: UInt64(number + 1), start: start, duration: user == 0 ? 900 : 10,
            service: "web", name: "GET /", status: user == 0 ? .error : .unset, attributes)
    }

    private let registry = ToolRegistry([
        AnyTool(CompareSpansTool(source: source)), AnyTool(ListFieldsTool(source: source)),
        AnyTool(QuerySpansTool(source: source)), AnyTool(GetTraceTool(source: source)),
    ])

    private func call(_ tool: String, _ arguments: JSONValue, key: String = "k") async throws -> ToolOutput {
        var context = ShopSpans.context
        context.redactor = Redactor(key: Array(key.utf8))
        return try await registry.call(tool, arguments, context).get()
    }

    private func rows(_ output: ToolOutput) -> [[JSONValue]] {
        guard case .table(let table)? = output.sections.first?.content else { return [] }
        return table.rows
    }

    @Test(arguments: ["user.id", "span.user.id", "enduser.id"])
    func `the rows of a masked user can be asked for`(_ field: String) async throws {
        let users = try await call("query_spans", ["group_by": [.string(field)], "aggregates": ["errors"]])
        let failing = try #require(rows(users).first { $0[1] == 20 }?[0].string)
        #expect(Redactor.isPseudonym(failing))
        let filter: JSONValue = [["field": .string(field), "op": "=", "value": .string(failing)]]
        let found = try await call("query_spans", ["filter": filter, "aggregates": ["count", "errors"]])
        #expect(rows(found) == [[20, 20]])
        let listed: JSONValue = [["field": .string(field), "op": "in", "value": [.string(failing)]]]
        #expect(rows(try await call("query_spans", ["filter": listed])) == [[20]])
        let compared = try await call("compare_spans", ["selection": ["filter": filter]])
        #expect(compared.summary.contains("20 selected rows against 40"))
    }

    @Test func `no tool shows a value behind a pseudonym, in cells, summaries, conditions or notes`() async throws {
        let error: JSONValue = [["field": "status", "op": "=", "value": "error"]]
        let unknown: JSONValue = [["field": "user.id", "op": "=", "value": "nobody"]]
        let trace: JSONValue = .string("\(TraceID(high: 0, low: 1))")
        for (tool, arguments) in [
            ("query_spans", ["group_by": ["user.id", "enduser.id"]]), ("query_spans", ["filter": unknown]),
            ("query_spans", ["aggregates": ["first(user.id)", "max(enduser.id)"]]), ("list_fields", [:]),
            ("query_spans", ["group_by": ["user.id"], "aggregates": ["avg(enduser.id)", "p50(enduser.id)"]]),
            ("query_spans", ["group_by": ["user.id", "log(enduser.id)"], "aggregates": ["sum(enduser.id)"]]),
            ("compare_spans", ["selection": ["filter": error]]),
            ("compare_spans", ["selection": ["filter": unknown], "baseline": [:]]),
            ("get_trace", ["trace_id": trace, "attributes": ["user.id", "enduser.id"]]),
            ("get_trace", ["trace_id": trace, "span_id": "0000000000000001"]),
        ] as [(String, JSONValue)] {
            let text = RenderedOutput(try await call(tool, arguments)).text
            #expect(!text.contains("u-0") && !text.contains("7000"), "\(tool) \(arguments.text): \(text)")
            #expect(text.contains("<user:"))
        }
    }

    @Test func `a pseudonym of another run stands for nothing, and the model is told`() async throws {
        let filter: JSONValue = [
            ["field": "user.id", "op": "=", "value": .string(Redactor().pseudonym("user", "u-0"))]
        ]
        await #expect(throws: ToolFailure.self) { try await call("query_spans", ["filter": filter], key: "other") }
        let words = await registry.call("query_spans", ["filter": filter], ShopSpans.context)
        #expect(rows(try words.get()) == [[20]], "the default key made it, so with that key it is found")
    }
}
