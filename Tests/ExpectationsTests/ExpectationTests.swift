import Expectations
import SourceHistory
import SpanSources
import Telemetry
import TestSupport
import Testing

struct ExpectationTests {
    @Test func `a quantile with its operation is read`() throws {
        let read = try Expectation(parsing: #"p95(checkout "POST /pay") < 300ms"#, origin: "x")
        #expect(read.measure == .quantile(0.95) && read.service == "checkout" && read.operation == "POST /pay")
        #expect(read.requirement == .below(0.3))
    }

    @Test func `conditions, flags and units are read`() throws {
        let read = try Expectation(
            parsing: "rate(cart where user.plan=free, flag fast-pay=on) > 120/min", origin: "x")
        #expect(read.conditions.map(\.key) == ["user.plan", "feature_flag.key", "feature_flag.result.variant"])
        #expect(read.requirement == .above(2))
        #expect(
            try Expectation(parsing: "error_rate(cart) unchanged within 5%", origin: "x").requirement
                == .unchanged(within: 0.05))
    }

    @Test(arguments: [
        ("p95(cart) < 300", 16), ("p95(cart < 300ms", 10), ("p95 cart", 5), ("mean(cart) < 1s", 1),
        (#"p95(cart "a) < 1s"#, 10), ("error_rate(cart) < 1%x", 21), ("count(cart) < 5 more", 17),
    ])
    func `what is wrong is told with its column`(text: String, column: Int) {
        let error = #expect(throws: ExpectationError.self) { try Expectation(parsing: text, origin: "x") }
        #expect(error?.column == column, "\(String(describing: error))")
    }

    @Test func `a file is read, and its errors name line and column`() throws {
        let file = try ExpectationFile.parse(
            "expectations:\n  - p95(cart) < 300ms\n  - expect: error_rate(cart) < 1%\n    why: the cache\n")
        #expect(file.map(\.origin) == [".whyd/expectations.yaml:2", ".whyd/expectations.yaml:3"])
        let unknown = #expect(throws: ExpectationError.self) {
            try ExpectationFile.parse("expectations:\n  - expct: p95(cart) < 300ms\n")
        }
        #expect(unknown?.code == .unknownKey && unknown?.line == 2 && unknown?.column == 5)
        let wrong = #expect(throws: ExpectationError.self) {
            try ExpectationFile.parse("expectations:\n  - p95(cart) < 300\n")
        }
        #expect(wrong?.line == 2 && wrong?.column == 20)
    }

    /// `count` spans a second apart, of which the first `slow` take 500 ms and the rest 100 ms.
    private func check(
        _ text: String, count: Int, slow: Int, expecting verdict: ExpectationOutcome.Verdict, before: Int? = nil
    ) async throws {
        func span(_ id: Int, _ second: Int, isSlow: Bool) -> TestSpan {
            TestSpan(
                id: UInt64(id), start: Double(second) * 1000, duration: isSlow ? 500 : 100,
                status: isSlow ? .error : .unset)
        }
        let spans = (0..<count).map { span($0 + 1, $0, isSlow: $0 < slow) }
        let earlier = (0..<count).map { span($0 + 100_001, $0 - count, isSlow: $0 < (before ?? 0)) }
        let source = InMemorySpanSource(spans + (before == nil ? [] : earlier))
        func range(_ start: Int, _ end: Int) -> Comparison.RowSet {
            .init(
                range: TimeRange(
                    start: Timestamp(nanoseconds: Int64(start) * 1_000_000_000),
                    end: Timestamp(nanoseconds: Int64(end) * 1_000_000_000)))
        }
        let check = ExpectationCheck(
            source, after: range(0, count), before: before == nil ? nil : range(-count, 0))
        let outcome = try await check.check(Expectation(parsing: text, origin: "x"))
        #expect(outcome.verdict == verdict, "\(outcome)")
        #expect(outcome.sampleSize == count)
    }

    @Test func `clear cases pass and fail, unclear ones do not lie`() async throws {
        try await check("p95(cart) < 300ms", count: 400, slow: 2, expecting: .pass)
        try await check("p95(cart) < 300ms", count: 400, slow: 60, expecting: .fail)
        try await check("p95(cart) < 300ms", count: 400, slow: 20, expecting: .inconclusive)
        try await check("error_rate(cart) < 5%", count: 10, slow: 0, expecting: .inconclusive)
        try await check("rate(cart) > 0.5/s", count: 400, slow: 0, expecting: .pass)
        try await check("count(cart) > 500", count: 400, slow: 0, expecting: .fail)
        try await check("error_rate(cart) unchanged", count: 400, slow: 80, expecting: .fail, before: 4)
        try await check("error_rate(cart) unchanged", count: 400, slow: 4, expecting: .inconclusive)
    }

    @Test func `expectations are found in the file and in trailers of new commits`() async throws {
        let scratch = try TemporaryRepository()
        let old = try scratch.commit("Start\n\nExpect: p50(cart) < 1s", files: ["a.py": "a\n"])
        let new = try scratch.commit(
            "Cache\n\nExpect: p95(cart) < 300ms\nExpect: p95 nonsense",
            files: [".whyd/expectations.yaml": "expectations:\n  - error_rate(cart) < 1%\n"])
        let repository = SourceRepository(path: scratch.path)
        let found = try await ExpectationReader(repository).expectations(
            at: repository.revision(new), since: repository.revision(old))
        #expect(found.expectations.map(\.text) == ["error_rate(cart) < 1%", "p95(cart) < 300ms"])
        #expect(found.errors.count == 1 && found.errors[0].description.hasPrefix("commit \(String(new.prefix(7)))"))
    }
}
