import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import TraceQueries

struct TraceQLSearchTests {
    /// Two traces:
    ///
    ///     1 web GET / ── 2 cart GET /cart ── 3 db SELECT (error, n=5)
    ///                 │                   └─ 4 db SELECT (n=7)
    ///                 └─ 5 auth check (error)
    ///     11 web GET /health
    private let source = InMemorySpanSource(
        [
            TestSpan(trace: 1, id: 1, start: 0, duration: 100, service: "web", name: "GET /", ["a": .integer(1)]),
            TestSpan(
                trace: 1, id: 2, parent: 1, start: 10, duration: 60, service: "cart", name: "GET /cart",
                ["n": .integer(2), "ok": .boolean(true), "tags": .composite(json: #"["x","yy",3]"#)]),
            TestSpan(
                trace: 1, id: 3, parent: 2, start: 20, duration: 10, service: "db", name: "SELECT", kind: .client,
                status: .error, ["n": .integer(5), "m": .integer(4), "tier": .string("gold")]),
            TestSpan(
                trace: 1, id: 4, parent: 2, start: 30, duration: 20, service: "db", name: "SELECT", kind: .client,
                ["n": .integer(7), "m": .integer(9), "tier": .string("iron")]),
            TestSpan(
                trace: 1, id: 5, parent: 1, start: 80, duration: 5, service: "auth", name: "check", status: .error,
                message: "denied"),
            TestSpan(trace: 2, id: 11, start: 200, duration: 1, service: "web", name: "GET /health"),
        ],
        events: [
            TestEvent(trace: 1, span: 3, time: 25, name: "exception", ["exception.type": .string("Timeout")]),
            TestEvent(trace: 1, span: 3, time: 26, name: "retry"),
        ])
    private let range = TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 1_000_000_000))

    /// The ids of the spans an answer shows.
    private func ids(_ answer: QueryAnswer) -> [UInt64] {
        answer.rows.compactMap { SpanID($0[1].text)?.value }
    }

    @Test(arguments: [
        ("{ resource.service.name = `db` }", [3, 4]), ("{ }", [11, 1, 2, 3, 4, 5]), ("{ status = error }", [3, 5]),
        ("{ duration >= 20ms && kind = client }", [4]), ("{ name =~ `GET.*` }", [11, 1, 2]),
        ("{ name !~ `GET.*` }", [3, 4, 5]), ("{ .n > .m }", [3]), ("{ .n + 2 = .m }", [4]), ("{ .n % 2 = 1 }", [3, 4]),
        ("{ .n * 2 ^ 2 = 20 }", [3]), ("{ -.n = -7 }", [4]), ("{ !(.n = 2) && .n != nil }", [3, 4]),
        ("{ .tags = `x` }", [2]), ("{ .tags = 3 && .tags =~ `y+` }", [2]), ("{ .tags != `x` }", []),
        ("{ .n =~ `5|7` }", [3, 4]), ("{ .n !~ `5|7` }", [2]),
        ("{ .tags != `z` && .tags !~ `z.*` }", [2]), ("{ .tags !~ `y+` }", []), ("{ .tags = .tags }", [2]),
        ("{ .ok }", [2]), ("{ .ok = false }", []), ("{ .n = nil }", [11, 1, 5]),
        ("{ .tier = `gold` || .a = 1 }", [1, 3]),
        ("{ statusMessage = `denied` }", [5]), ("{ parent = nil }", [11, 1]), ("{ childCount = 2 }", [1, 2]),
        ("{ rootName = `GET /` && status = error }", [3, 5]),
        ("{ rootServiceName = `web` && traceDuration < 50ms }", [11]),
        ("{ parent.n = 2 }", [3, 4]), ("{ parent.resource.service.name = `web` }", [2, 5]),
        ("{ event:name = `exception` }", [3]), ("{ event.exception.type = `Timeout` }", [3]),
        ("{ event:timeSinceStart > 5500us }", [3]), ("{ event.exception.type != nil }", [3]),
        ("{ nestedSetLeft = 1 }", [11, 1]), ("{ nestedSetLeft > 1 && nestedSetRight < 8 }", [2, 3, 4]),
        ("{ nestedSetParent < 0 }", [11, 1]), ("{ nestedSetParent = 2 }", [3, 4]), ("{ nestedSetRight = 10 }", [1]),
        ("{ nestedSetRight - nestedSetLeft = 1 }", [11, 3, 4, 5]), ("{ .n < maxInt && .n > minInt }", [2, 3, 4]),
        ("{ span:id = `0000000000000005` }", [5]), ("{ trace:id = `00000000000000000000000000000002` }", [11]),
    ])
    func `filters find spans`(text: String, expected: [UInt64]) async throws {
        let found = try await ids(TraceQL.run(text, on: source, range: range))
        #expect(found == expected)
    }

    @Test(arguments: [
        ("{ .a = 1 } > { }", [2, 5]), ("{ .a = 1 } >> { }", [2, 3, 4, 5]), ("{ name = `SELECT` } < { }", [2]),
        ("{ name = `SELECT` } << { }", [1, 2]), ("{ .n = 5 } ~ { }", [4]),
        ("{ name = `GET /cart` } ~ { status = error }", [5]),
        ("{ .a = 1 } !> { }", [1, 3, 4]), ("{ .a = 1 } !>> { }", [1]), ("{ name = `SELECT` } !< { }", [1, 3, 4, 5]),
        ("{ name = `SELECT` } !<< { }", [3, 4, 5]), ("{ .n = 5 } !~ { }", [1, 2, 3, 5]),
        ("{ .a = 1 } &> { .n = 2 }", [1, 2]), ("{ .a = 1 } &>> { .n = 7 }", [1, 4]),
        ("{ .n = 7 } &< { .n = 2 }", [2, 4]),
        ("{ .n = 7 } &<< { .a = 1 }", [1, 4]), ("{ .n = 5 } &~ { .n = 7 }", [3, 4]),
        ("{ .n = 5 } && { .n = 7 }", [3, 4]), ("{ .n = 5 } && { .n = 8 }", []),
        ("{ .n = 5 } || { name = `GET /health` }", [11, 3]),
        ("{ status = error } !< { status = error }", [3, 5]), ("{ .a = 1 } > { .n = 2 } > { .n = 7 }", [4]),
        ("({ .a = 1 } >> { .n = 5 }) || { .n = 7 }", [3, 4]), ("{ .a = 1 } >> { .a = 1 }", []),
    ])
    func `structure relates the spans of a trace`(text: String, expected: [UInt64]) async throws {
        let trace1 = TimeRange(
            start: range.start, end: Timestamp(nanoseconds: text.contains("health") ? 1_000_000_000 : 150_000_000))
        #expect(try await ids(TraceQL.run(text, on: source, range: trace1)) == expected)
    }

    @Test(arguments: [
        ("{ name = `SELECT` } | count() > 1", [3, 4]), ("{ name = `SELECT` } | count() > 2", []),
        ("{ name = `SELECT` } | avg(duration) = 15ms", [3, 4]), ("{ name = `SELECT` } | sum(.n) = 12", [3, 4]),
        ("{ name = `SELECT` } | max(.n) - min(.n) = 2", [3, 4]), ("{ name = `SELECT` } | max(duration) > 1s", []),
        ("{ } | by(resource.service.name) | count() = 2", [3, 4]),
        ("{ } | by(name) | count() = 2 | coalesce()", [3, 4]),
        ("{ status = error } | { name = `check` }", [5]), ("{ } | { .n > 1 } | count() = 3", [2, 3, 4]),
        ("({ name = `SELECT` } | count() = 2) && { status = error }", [3, 4, 5]),
        ("{ } | count() = 1", [11]), ("count() = 1", [11]), ("{ name = `SELECT` } | 1 < count() / 1", [3, 4]),
    ])
    func `pipelines keep or drop spansets`(text: String, expected: [UInt64]) async throws {
        #expect(try await ids(TraceQL.run(text, on: source, range: range)) == expected)
    }

    @Test func `by and select add columns`() async throws {
        let answer = try await TraceQL.run("{ .n > 2 } | by(.tier) | select(.n, duration)", on: source, range: range)
        #expect(answer.columns.map(\.name).suffix(3) == [".tier", ".n", "duration"])
        #expect(
            answer.rows.map { Array($0.suffix(3)) } == [
                [.text("gold"), .integer(5), .number(10)], [.text("iron"), .integer(7), .number(20)],
            ])
    }

    @Test func `a limit counts traces and says so`() async throws {
        let answer = try await TraceQL.run("{ }", on: source, range: range, limit: 1)
        #expect(ids(answer) == [11])
        #expect(answer.notes.contains("stopped at the limit of 1 traces"))
    }

    @Test func `spans outside the range are not found`() async throws {
        let late = TimeRange(start: Timestamp(nanoseconds: 150_000_000), end: range.end)
        #expect(try await ids(TraceQL.run("{ }", on: source, range: late)) == [11])
    }

    /// 3,000 traces of one span, and one of two spans before them.
    private let many = InMemorySpanSource(
        (0..<2 as Range<UInt64>).map {
            TestSpan(trace: 9_999, id: 20_000 + $0, start: 1 + Double($0), duration: 1, service: "old", name: "op")
        }
            + (1...3_000 as ClosedRange<UInt64>).map {
                TestSpan(trace: $0, id: $0, start: 10 + Double($0) / 10, duration: 1, service: "new", name: "op")
            },
        events: [])

    @Test func `a search ends with the newest traces that it was asked for`() async throws {
        let answer = try await TraceQL.run("{ name = `op` }", on: many, range: range, limit: 5)
        #expect(ids(answer) == [3_000, 2_999, 2_998, 2_997, 2_996])
        #expect(answer.notes.first == "5 traces found in 5 looked at, of at least 2000 candidates; newest first")
        #expect(answer.notes.last == "stopped at the limit of 5 traces")
    }

    @Test func `what only old traces hold is found behind thousands of newer ones`() async throws {
        let answer = try await TraceQL.run("{ name = `op` } | count() = 2", on: many, range: range, limit: 5)
        #expect(Set(ids(answer)) == [20_000, 20_001])
        #expect(answer.notes == ["1 traces found in 3001 looked at, of 3001 candidates; newest first"])
    }
}
