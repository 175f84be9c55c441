import Analysis
import JSONValues
import SourceHistory
import SpanSources
import Telemetry
import TestSupport
import ToolKit
import Tools
import Testing

/// A service whose second build queries once per item, against a real repository with the commits that did it.
struct BuildToolsTests {
    let scratch: TemporaryRepository
    let tools: ToolRegistry
    let first: String
    let culprit: String
    let last: String

    init() throws {
        scratch = try TemporaryRepository()
        first = try scratch.commit("Start", files: ["cart.py": Self.before, "README.md": "cart\n"])
        culprit = try scratch.commit(
            "Ask for the price of each item", files: ["cart.py": Self.after], author: "Grace Example",
            seconds: 1_700_000_100)
        try scratch.commit("Explain the cart", files: ["README.md": "The cart.\n"], seconds: 1_700_000_200)
        last = try scratch.commit(
            "Wait longer for the ledger",
            files: ["ledger.py": "TIMEOUT_SECONDS = 30\n\n\ndef book(entry):\n    return entry\n"],
            seconds: 1_700_000_300)
        let source = InMemorySpanSource(Self.spans(first, last))
        let repositories = RepositorySet([.init(repository: SourceRepository(path: scratch.path), services: ["cart"])])
        tools = ToolRegistry(BuiltInTools.onBuilds(source, repositories: repositories))
    }

    static let before = """
        @app.get("/cart/<id>")
        def show(id):
            return render(prices(id))


        def prices(id):
            return db.all("SELECT * FROM prices WHERE cart = ?", id)

        """
    static let after = before.replacing(
        #"return db.all("SELECT * FROM prices WHERE cart = ?", id)"#,
        with: #"return [db.one("SELECT price FROM prices WHERE item = ?", i) for i in items(id)]"#)

    static let start = 1_700_001_000_000.0

    private static func spans(_ old: String, _ new: String) -> [TestSpan] {
        (0..<120).flatMap { number -> [TestSpan] in
            let isNew = number >= 60
            let (trace, time) = (UInt64(number + 1), start + Double(number) * 1000)
            let resource: [String: AttributeValue] = [
                "service.version": .string(isNew ? "2" : "1"), "vcs.ref.head.revision": .string(isNew ? new : old),
            ]
            let root = TestSpan(
                trace: trace, id: trace * 100, start: time, duration: isNew ? 90 : 20, service: "cart",
                name: "GET /cart/<id>", kind: .server, ["http.route": .string("/cart/<id>")], resource: resource)
            return [root]
                + (0..<(isNew ? 8 : 1)).map { query in
                    TestSpan(
                        trace: trace, id: trace * 100 + 1 + UInt64(query), parent: trace * 100,
                        start: time + 5 + Double(query) * 10, duration: 8, service: "cart", name: "SELECT prices",
                        kind: .client,
                        [
                            "db.query.text": .string("SELECT price FROM prices WHERE item = \(number * 10 + query)"),
                            "code.function.name": .string("prices"), "code.file.path": .string("/app/cart.py"),
                        ], resource: resource)
                }
        }
    }

    private var context: ToolContext {
        let window = TimeRange(
            start: Timestamp(nanoseconds: Int64(Self.start) * 1_000_000),
            end: Timestamp(nanoseconds: Int64(Self.start + 120_000) * 1_000_000))
        return ToolContext(
            window: window, baseline: TimeRange(last: .seconds(600), before: window.start), now: window.end)
    }

    private func call(_ name: String, _ arguments: JSONValue) async throws -> ToolOutput {
        try await tools.call(name, arguments, context).get()
    }

    private func table(_ output: ToolOutput, _ name: String) throws -> [[String: JSONValue]] {
        let section = try #require(output.sections.first { $0.name == name })
        guard case .table(let table) = section.content else { return [] }
        return table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), $0)) }
    }

    @Test func `builds are listed newest first with their revision`() async throws {
        let rows = try table(try await call("list_builds", ["service": "cart"]), "builds")
        #expect(rows.map { $0["build"] } == ["2", "1"])
        #expect(rows[0]["revision"] == .string(last) && rows[1]["spans"] == 120)
    }

    @Test func `a regression is told with its numbers, its function and its commit`() async throws {
        let output = try await call("diff_builds", ["service": "cart"])
        let operations = try table(output, "operations")
        let route = try #require(operations.first { $0["operation"] == "GET /cart/<id>" })
        #expect(route["verdict"] == "regressed" && route["moved"] == "latency")
        let query = try #require(operations.first { $0["operation"] == "SELECT prices" })
        #expect(query["moved"]?.string?.contains("fan-out") == true && query["calls_per_trace_after"]?.double == 8)
        let commits = try table(output, "commits")
        #expect(commits.count == 3 && commits[0]["commit"] == .string(culprit))
        #expect(commits[0]["author"] == "Grace Example")
        let functions = try table(output, "functions")
        let changed = try #require(functions.first { $0["function"] == "prices" })
        #expect(changed["in_production"] == "exercised and regressed" && changed["mapped_by"] == "code.* attributes")
        #expect(
            functions.contains { $0["function"] == "book" && $0["in_production"] == "not observed" }
                || functions.count == 1)
        let path = try table(output, "critical_path")
        let sum = path.dropLast().reduce(0) { $0 + ($1["change"]?.double ?? 0) }
        #expect(abs(sum - 70) < 0.01 && path.last?["change"]?.double == 70)
        let sensitive = try table(output, "sensitive_changes")
        #expect(sensitive.contains { $0["topic"] == "timeout" })
    }

    @Test func `a repository that is gone leaves the telemetry half standing`() async throws {
        let source = InMemorySpanSource(Self.spans(first, last))
        let gone = RepositorySet([.init(repository: SourceRepository(path: scratch.path + "/gone"))])
        let registry = ToolRegistry(BuiltInTools.onBuilds(source, repositories: gone))
        let output = try await registry.call("diff_builds", ["service": "cart"], context).get()
        #expect(try table(output, "operations").count == 2)
        #expect(!output.isComplete && output.notes.contains { $0.contains("no git repository") })
    }

    @Test func `source is read at the build that was running`() async throws {
        let old = try await call(
            "read_source", ["service": "cart", "path": "cart.py", "build": "1", "function": "prices"])
        let new = try await call("read_source", ["service": "cart", "path": "cart.py", "build": "2", "blame": true])
        guard case .text(let before)? = old.sections.first?.content,
            case .text(let after)? = new.sections.first?.content
        else { return }
        #expect(before.contains("db.all") && !before.contains("def show"))
        #expect(after.contains("db.one") && after.contains("Grace Example"))
    }

    @Test func `source is searched, and paths out of the tree are refused`() async throws {
        let rows = try table(
            try await call("search_source", ["service": "cart", "text": "db.one", "revision": .string(last)]), "matches"
        )
        #expect(rows.map { $0["path"] } == ["cart.py"])
        await #expect(throws: ToolFailure.self) {
            try await call("read_source", ["service": "cart", "path": "../../etc/passwd"])
        }
    }

    @Test func `an unknown build says which builds there are`() async throws {
        let failure = await #expect(throws: ToolFailure.self) {
            try await call("diff_builds", ["service": "cart", "to": "9"])
        }
        #expect(failure?.code == .notFound && failure?.hint?.contains("2, 1") == true)
    }
}
