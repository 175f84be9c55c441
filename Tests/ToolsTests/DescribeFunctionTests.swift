import JSONValues
import SourceHistory
import SpanSources
import Telemetry
import TestSupport
import Testing
import ToolKit
import Tools

/// A function of a real repository and spans that show it, hide it, or do not come.
struct DescribeFunctionTests {
    let scratch: TemporaryRepository
    let head: String

    init() throws {
        scratch = try TemporaryRepository()
        try scratch.commit("Start", files: ["src/cart.py": Self.cart("1")])
        head = try scratch.commit(
            "Take two at once",
            files: [
                "src/cart.py": Self.cart("2"),
                ".whyd/expectations.yaml":
                    "expectations:\n  - 'p95(cart \"POST /cart/:id\") < 300ms'\n  - error_rate(cart \"POST /cart/:id\") < 5%\n"
                    + "  - error_rate(cart \"GET /cart/:id\") < 5%\n",
            ], author: "Grace Example", seconds: 1_700_000_100)
    }

    private static func cart(_ step: String) -> String {
        """
        @app.post("/cart/<int:id>")
        def add_item(id):
            step = \(step)
            return reserve(id, step)


        def reserve(id, step):
            raise OutOfStock(id)


        def forgotten():
            return None

        """
    }

    private static let start = 1_700_001_000_000.0

    private static let source = InMemorySpanSource(
        (0..<40).flatMap { number -> [TestSpan] in
            let (trace, time) = (UInt64(number + 1), start + Double(number) * 1000)
            let fails = number >= 30
            let resource: [String: AttributeValue] = ["service.version": .string(number < 20 ? "1" : "2")]
            return [
                TestSpan(
                    trace: trace, id: trace * 10, start: time, duration: 40, service: "web", name: "POST /add",
                    kind: .client),
                TestSpan(
                    trace: trace, id: trace * 10 + 1, parent: trace * 10, start: time + 1, duration: 30,
                    service: "cart", name: "POST /cart/:id", kind: .server, status: fails ? .error : .unset,
                    [
                        "http.route": .string("/cart/:id"), "feature_flag.key": .string("bulk"),
                        "feature_flag.result.variant": .string(fails ? "on" : "off"),
                    ], resource: resource),
            ]
        },
        events: (30..<40).map { number in
            TestEvent(
                trace: UInt64(number + 1), span: UInt64(number + 1) * 10 + 1,
                time: start + Double(number) * 1000 + 5, name: "exception",
                [
                    "exception.type": .string("OutOfStock"), "exception.message": .string("7"),
                    "exception.stacktrace": .string(
                        "Traceback (most recent call last):\n  File \"/app/src/cart.py\", line 4, in add_item\n"
                            + "    return reserve(id, step)\n  File \"/app/src/cart.py\", line 8, in reserve\n"
                            + "    raise OutOfStock(id)\nOutOfStock: 7"),
                ])
        })

    private func describe(_ function: String, source: any SpanSource = source) async throws -> ToolOutput {
        let window = TimeRange(
            start: Timestamp(nanoseconds: Int64(Self.start) * 1_000_000),
            end: Timestamp(nanoseconds: Int64(Self.start + 60_000) * 1_000_000))
        let repositories = RepositorySet([.init(repository: SourceRepository(path: scratch.path), services: ["cart"])])
        return try await ToolRegistry(BuiltInTools.onBuilds(source, repositories: repositories, patience: .seconds(60)))
            .call(
                "describe_function", ["function": .string(function)],
                ToolContext(window: window, baseline: window, now: window.end)
            ).get()
    }

    private func rows(_ output: ToolOutput, _ name: String) throws -> [[String: JSONValue]] {
        let section = try #require(output.sections.first { $0.name == name }, "\(output.summary)")
        guard case .table(let table) = section.content else { return [] }
        return table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), $0)) }
    }

    @Test func `a function is found by its route and told by build, caller, flag, commit and expectation`() async throws
    {
        let output = try await describe("src/cart.py:add_item")
        #expect(output.summary.contains("40 calls, 25 % failed"))
        let builds = try rows(output, "builds")
        #expect(builds.map { $0["build"] } == ["2", "1"] && builds.map { $0["errors"] } == [10, 0])
        #expect(builds[0]["p95"]?.double == 30)
        let callers = try rows(output, "callers")
        #expect(callers.count == 1 && callers[0]["operation"] == "POST /add" && callers[0]["calls"] == 40)
        let flags = try rows(output, "flags")
        #expect(flags.map { $0["variant"] } == ["off", "on"] && flags.map { $0["errors"] } == [0, 10])
        let changes = try rows(output, "last_changes")
        #expect(changes.first?["commit"] == .string(head) && changes.count == 2)
        let expectations = try rows(output, "expectations")
        #expect(expectations.map { $0["verdict"] } == ["inconclusive", "fail"], "of another operation it is not told")
        #expect(expectations[0]["measured"]?.double == 30 && expectations[0]["spans"] == 20)
    }

    @Test func `a function that only stack frames name is found by them`() async throws {
        let output = try await describe("/app/src/cart.py:reserve")
        #expect(try rows(output, "operations").first?["mapped_by"] == "stack frame")
        let exceptions = try rows(output, "exceptions")
        #expect(exceptions.count == 1 && exceptions[0]["type"] == "OutOfStock" && exceptions[0]["count"] == 10)
        #expect(exceptions[0]["in_its_stack"] == true)
    }

    @Test func `where nothing is observed the reason is told`() async throws {
        let unseen = try await describe("src/cart.py:forgotten")
        #expect(unseen.summary.contains("no instrumentation; 40 spans of cart") && unseen.isComplete)
        let silent = try await describe("src/cart.py:forgotten", source: InMemorySpanSource([]))
        #expect(silent.summary.contains("no traffic"))
    }

    @Test func `an unknown function or path says what there is`() async throws {
        let function = await #expect(throws: ToolFailure.self) { try await describe("src/cart.py:add") }
        #expect(function?.code == .notFound && function?.hint?.contains("add_item, reserve") == true)
        let path = await #expect(throws: ToolFailure.self) { try await describe("src/basket.py:add") }
        #expect(path?.code == .notFound)
        let shape = await #expect(throws: ToolFailure.self) { try await describe("add_item") }
        #expect(shape?.code == .invalidArguments)
    }
}
