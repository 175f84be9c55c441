import Analysis
import SpanSources
import Telemetry
import TestSupport
import Testing

/// One operation over minutes; build 2 is slow where `slow` says so.
struct DeployWatchTests {
    private func spans(build: String, from minute: Int, duration: Double, count: Int = 120) -> [TestSpan] {
        (0..<count).map { number -> TestSpan in
            let id = UInt64(minute * 10_000 + number + 1)
            let start: Double = Double(minute) * 60_000 + Double(number) * 400
            let time: Double = duration + Double(number % 7)
            return TestSpan(
                trace: id, id: id, start: start, duration: time, resource: ["service.version": .string(build)])
        }
    }

    private func side(_ build: String, _ minute: Int) -> BuildSide {
        func time(_ minute: Int) -> Timestamp { Timestamp(nanoseconds: Int64(minute) * 60_000_000_000) }
        return BuildSide(
            service: "cart", build: build, range: TimeRange(start: time(minute), end: time(minute + 1)))
    }

    private func difference(_ before: [TestSpan], _ after: [TestSpan], _ sides: (BuildSide, BuildSide)) async throws
        -> BuildDifference
    {
        try await BuildDifferenceReader(InMemorySpanSource(before + after))
            .difference(before: sides.0, after: sides.1, method: .beforeAndAfter)
    }

    @Test func `a good deploy says how much was seen and what would have been seen`() async throws {
        let difference = try await difference(
            spans(build: "1", from: 0, duration: 20), spans(build: "2", from: 1, duration: 20),
            (side("1", 0), side("2", 1)))
        var watch = DeployWatch(
            service: "cart", build: "2", previous: "1", deployedAt: Timestamp(nanoseconds: 60_000_000_000))
        let actions = watch.observe(difference, after: .seconds(600), isLast: false)
        guard case .deliverQuietly(let report)? = actions.first else {
            Issue.record("expected a quiet report, got \(actions)")
            return
        }
        #expect(report.title == "cart 2, 10 min after the deploy: nothing measurable, 120 requests seen")
        #expect(report.lines.first?.hasPrefix("Smallest effect that would have been seen on GET /cart") == true)
        #expect(watch.state == .healthy)
    }

    @Test func `a regression opens one case, and the rollback closes the loop`() async throws {
        let (old, new) = (spans(build: "1", from: 0, duration: 20), spans(build: "2", from: 1, duration: 90))
        let difference = try await difference(old, new, (side("1", 0), side("2", 1)))
        var watch = DeployWatch(
            service: "cart", build: "2", previous: "1", deployedAt: Timestamp(nanoseconds: 60_000_000_000))
        guard case .openCase(let report)? = watch.observe(difference, after: .seconds(600), isLast: false).first else {
            Issue.record("expected a case")
            return
        }
        #expect(report.regressions.map(\.operation.name) == ["GET /cart"] && watch.state == .regressed)
        guard case .deliverQuietly? = watch.observe(difference, after: .seconds(3600), isLast: true).first else {
            Issue.record("the same regression opened a second case")
            return
        }
        watch.rollBack()
        let back = spans(build: "1", from: 3, duration: 20)
        let returned = try await self.difference(old, back, (side("1", 0), side("1", 3)))
        guard case .closeLoop(let closing)? = watch.observeRollback(returned, after: .seconds(600)).first else {
            Issue.record("expected the loop to close")
            return
        }
        #expect(closing.title == "cart: numbers returned after the rollback of 2" && watch.state == .recovered)
    }

    @Test func `what the old build did at the same time is not the new one's doing`() async throws {
        let (old, new) = (spans(build: "1", from: 1, duration: 90), spans(build: "2", from: 1, duration: 90))
        let earlier = spans(build: "1", from: 0, duration: 20)
        let moved = new.map { span in
            var span = span
            span.trace += 1_000_000
            span.id += 1_000_000
            return span
        }
        let difference = try await BuildDifferenceReader(InMemorySpanSource(old + moved + earlier)).difference(
            before: side("1", 1), after: side("2", 1), method: .concurrent, drift: side("1", 0))
        #expect(difference.comparison.operations(.regressed).isEmpty)
        #expect(difference.drift?.operations(.regressed).count == 1)
    }

    @Test func `the flag whose variant fails is found inside one build`() async throws {
        let flagged = (0..<200).map { number -> TestSpan in
            let isOn = number % 2 == 0
            let attributes: [String: AttributeValue] = [
                "feature_flag.key": .string("fast-pay"), "user.id": .string("u\(number % 50)"),
                "feature_flag.result.variant": .string(isOn ? "on" : "off"), "user.plan": .string("free"),
            ]
            let id = UInt64(number + 1)
            return TestSpan(
                trace: id, id: id, start: Double(number) * 100, duration: 20,
                status: isOn && number % 4 == 0 ? .error : .unset, attributes,
                resource: ["service.version": .string("1")])
        }
        let source = InMemorySpanSource(flagged)
        let found = try await FlagReader(source).contrasts(in: side("1", 0))
        #expect(found.map(\.flag) == ["fast-pay"] && found.first?.worse == "on" && found.first?.better == "off")
        let impact = try await UserImpactReader(source).impact(in: .init(range: side("1", 0).range))
        #expect(impact.usersSeen == 50 && impact.usersAffected == 25)
        #expect(impact.segments.map(\.value) == ["free"] && impact.segments.first?.failures == 50)
        #expect(
            impact.mostAffected.isEmpty
                && impact.sentence == "25 of 50 users met it, most often user.plan = free (50 of 200 spans).")
        let named = try await UserImpactReader(source) { kind, _ in "<\(kind)>" }.impact(
            in: .init(range: side("1", 0).range))
        #expect(named.mostAffected.map(\.name) == ["<user>", "<user>", "<user>"])
        #expect(
            found.first?.sentence.hasSuffix("Setting fast-pay from on to off is the smallest change that removes it.")
                == true)
    }

    @Test func `a flag that is recorded as an event per evaluation is found as well`() async throws {
        let spans = (0..<200).map { (number: Int) -> TestSpan in
            let id = UInt64(number + 1)
            let status: SpanStatus = number % 4 == 0 ? .error : .unset
            let resource: [String: AttributeValue] = ["service.version": .string("1")]
            return TestSpan(
                trace: id, id: id, start: Double(number) * 100, duration: 20, status: status, resource: resource)
        }
        let events = (0..<200).map { (number: Int) -> TestEvent in
            let variant = number % 2 == 0 ? "on" : "off"
            let attributes: [String: AttributeValue] = [
                "feature_flag.key": .string("fast-pay"), "feature_flag.result.variant": .string(variant),
            ]
            return TestEvent(
                trace: UInt64(number + 1), time: Double(number) * 100, source: .log, name: "feature_flag.evaluation",
                attributes)
        }
        let found = try await FlagReader(InMemorySpanSource(spans, events: events)).contrasts(in: side("1", 0))
        #expect(found.map(\.flag) == ["fast-pay"] && found.first?.worse == "on")
        #expect(found.first?.regressions.first?.after?.failures.share == 0.5)
    }

    @Test func `an environment is known by either name, and another one is not measured`() async throws {
        func spans(_ environment: String?, _ build: String, from minute: Int) -> [TestSpan] {
            var resource: [String: AttributeValue] = ["service.version": .string(build)]
            if let environment { resource["deployment.environment.name"] = .string(environment) }
            let offset = environment == "staging" ? 500 : 1
            return (0..<30).map { (number: Int) -> TestSpan in
                let id = UInt64(minute * 1000 + number + offset)
                let start = Double(minute) * 60_000 + Double(number) * 1000
                return TestSpan(trace: id, id: id, start: start, resource: resource)
            }
        }
        func builds(_ all: [TestSpan], _ environment: String?) async throws -> DeployedBuilds {
            try await DeployReader(InMemorySpanSource(all), repository: nil).builds(
                of: ToldDeploy(
                    service: "cart", version: "2", environment: environment,
                    at: Timestamp(nanoseconds: 60_000_000_000)), until: Timestamp(nanoseconds: 120_000_000_000))
        }
        var named = spans("production", "1", from: 0)
        named += spans("production", "2", from: 1)
        named += spans("staging", "9", from: 0)
        named += spans("staging", "2", from: 1)
        let unnamed = spans(nil, "1", from: 0) + spans(nil, "2", from: 1)
        #expect(try await builds(named, "prod").previous.build == "1")
        #expect(try await builds(named, "staging").previous.build == "9")
        #expect(try await builds(named, nil).scope == .named("production"))
        #expect(try await builds(unnamed, "prod").scope == .all)
        #expect(try await builds(unnamed + spans("staging", "2", from: 1), "prod").scope == .unnamed)
        await #expect(throws: DeployUnseen.self) { _ = try await builds(named, "canary") }
    }
}
