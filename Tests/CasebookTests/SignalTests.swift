import Casebook
import Telemetry
import Testing

struct SignalTests {
    @Test func `a resent signal opens no second case and is counted`() async throws {
        let test = try TestCasebook()
        let first = try await test.book.record(signal("a", destinations: ["github:shop/shop#7"]))
        let second = try await test.book.record(signal("a"))
        #expect(first.isNewCase && first.isNewSignal)
        #expect(!second.isNewCase && !second.isNewSignal)
        #expect(second.case.id == first.case.id)
        #expect(second.case.destinations == ["github:shop/shop#7"])
        #expect(try await test.book.signals(ofCase: first.case.id) == [signal("a").withoutGrouping])
    }

    @Test func `signals that share a key become one case and the worst names it`() async throws {
        let test = try TestCasebook()
        let first = try await test.book.record(signal("a", severity: .notice))
        let second = try await test.book.record(
            signal("b", severity: .critical, keys: ["service:checkout@production", "deploy:2.0"]))
        let third = try await test.book.record(signal("c", service: "payment", keys: ["deploy:2.0"]))
        #expect(second.case.id == first.case.id && third.case.id == first.case.id)
        #expect(third.case.severity == .critical)
        #expect(third.case.title == "errors of checkout rose (b)")
    }

    @Test func `a signal about something else, or long after, opens its own case`() async throws {
        let test = try TestCasebook()
        let first = try await test.book.record(signal("a"))
        let other = try await test.book.record(signal("b", service: "payment"))
        test.advance(.seconds(7200))
        let later = try await test.book.record(signal("c"))
        let ungrouped = try await test.book.record(signal("d", keys: []))
        #expect(Set([first.case.id, other.case.id, later.case.id, ungrouped.case.id]).count == 4)
    }

    @Test func `a case ends when its last signal has ended`() async throws {
        let test = try TestCasebook()
        _ = try await test.book.record(signal("a"))
        _ = try await test.book.record(signal("b"))
        let end = test.now + .seconds(60)
        #expect(try await test.book.record(signal("a", endedAt: end)).case.endedAt == nil)
        #expect(try await test.book.record(signal("b", endedAt: end)).case.endedAt == end)
    }

    @Test func `what a process before saw is what goes on and what began lately, of one kind`() async throws {
        let test = try TestCasebook()
        let old = test.now - .seconds(86_400)
        for each in [
            signal("goes on", startedAt: old), signal("over", startedAt: old, endedAt: old + .seconds(60)),
            signal("lately", startedAt: test.now - .seconds(600), endedAt: test.now),
            signal("alert", kind: .alert, startedAt: test.now),
        ] { _ = try await test.book.record(each) }
        let seen = try await test.book.signals(.finding, since: test.now - .seconds(3600))
        #expect(seen.map(\.dedupKey) == ["goes on", "lately"])
    }

    @Test func `a closed case is joined by nothing`() async throws {
        let test = try TestCasebook()
        let first = try await test.book.record(signal("a"))
        try await test.book.closeCase(first.case.id)
        #expect(try await test.book.record(signal("b")).isNewCase)
    }

    @Test func `a reported case takes no signal about another version`() async throws {
        let test = try TestCasebook()
        func signal(_ key: String, version: String?) -> Signal {
            Signal(
                dedupKey: key, kind: .finding, source: "s", title: key, version: version, startedAt: test.now,
                groupKeys: ["service:checkout"])
        }
        let first = try await test.book.record(signal("a", version: "1"))
        #expect(try await test.book.record(signal("b", version: "2")).case.id == first.case.id)
        try await test.book.save(report(), isFinal: true, of: plan(caseID: first.case.id))
        #expect(try await test.book.record(signal("c", version: "1")).case.id == first.case.id)
        #expect(try await test.book.record(signal("d", version: nil)).case.id == first.case.id)
        #expect(try await test.book.record(signal("e", version: "2")).isNewCase)
    }

    @Test func `many writers at once file one case`() async throws {
        let test = try TestCasebook()
        let cases = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<40 {
                group.addTask { try await test.book.record(signal("s\(number % 10)")).case.id }
            }
            return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
        }
        #expect(cases.count == 1)
    }
}

extension Signal {
    /// Group keys and destinations belong to the case once a signal is stored.
    var withoutGrouping: Signal {
        var copy = self
        copy.groupKeys = []
        copy.destinations = []
        return copy
    }
}
