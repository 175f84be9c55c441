import Detection
import SpanSources
import Telemetry
import TestSupport
import Testing

/// Objectives over hours and days, which the windows of the other detectors do not reach.
struct BurnRateTests {
    private static let end = Timestamp(seconds: 1_700_000_100)

    /// Minutes of a request every ten seconds, a share of which is bad.
    private func findings(minutes: Int, target: Double = 0.999, share: (Int) -> Double) -> [Finding] {
        let shares = (0..<2 * minutes).map { share(minutes - $0 / 2) }
        var windows = OperationWindows(start: Self.end, bucket: .seconds(30), bucketCount: 0, windowBuckets: 0)
        windows.objectives = [
            ObjectiveSeries(
                objective: ServiceLevelObjective(service: "orders", target: target), end: Self.end,
                bucket: .seconds(30),
                all: shares.map { _ in 300 }, bad: shares.map { 300 * $0 })
        ]
        return BurnRateDetector().screen(windows).findings
    }

    @Test func `a fiftieth of the budget gone within an hour is critical`() throws {
        let found = try #require(findings(minutes: 60) { _ in 0.02 }.first)
        #expect(found.kind == .burnRate && found.severity == .critical)
        #expect(
            found.explanation == "orders burns its error budget 20 times too fast over 60 minutes and 20 times over "
                + "5 minutes: 720 of 36000 requests were not good, 0.1 % may be.")
    }

    @Test func `a burn that is over or within the budget is nothing`() {
        #expect(findings(minutes: 60) { $0 > 6 ? 0.03 : 0 }.isEmpty)
        #expect(findings(minutes: 4320) { _ in 0.0009 }.isEmpty)
        #expect(findings(minutes: 60) { _ in 0 }.isEmpty)
    }

    @Test func `an hour says nothing of what burns in days`() {
        #expect(findings(minutes: 60) { _ in 0.0014 }.isEmpty)
        #expect(findings(minutes: 60) { _ in 0.007 }.isEmpty)
        #expect(findings(minutes: 4320) { _ in 0.0014 }.map(\.severity) == [.warning])
        #expect(findings(minutes: 1440) { _ in 0.004 }.map(\.severity) == [.warning])
        #expect(findings(minutes: 360) { _ in 0.007 }.map(\.severity) == [.critical])
    }

    @Test func `after a start only what is certainly gone counts`() {
        #expect(findings(minutes: 6) { _ in 0.05 }.isEmpty)
        #expect(findings(minutes: 6) { _ in 0.5 }.map(\.severity) == [.critical])
    }

    /// A request a second; in the second ten minutes every tenth fails and every fifth takes a second.
    private static let spans: [TestSpan] = (0..<1200).map { second -> TestSpan in
        let time: Double = (end + .seconds(second)).seconds * 1000
        let isSlow = second >= 600 && second % 5 == 0
        let fails = second >= 600 && second % 10 == 0
        return TestSpan(
            trace: UInt64(second + 1), id: 1, start: time, duration: isSlow ? 1000 : 20, service: "orders",
            name: "GET /", status: fails ? .error : .unset)
    }

    private func history(_ objective: ServiceLevelObjective, _ source: any SpanSource) -> ObjectiveHistory {
        ObjectiveHistory(WindowReader(source: source), objectives: [objective])
    }

    @Test func `history that is carried on is the one read at once`() async throws {
        let objective = ServiceLevelObjective(service: "orders", target: 0.99, latencyMilliseconds: 300)
        let source = InMemorySpanSource(Self.spans)
        let kept = history(objective, source)
        for second in stride(from: 45, through: 1210, by: 10) {
            let now = Self.end + .seconds(second)
            let carried = try await kept.next(at: now)
            #expect(try await history(objective, source).next(at: now) == carried)
        }
        let series = try #require(try await kept.next(at: Self.end + .seconds(1210)).first)
        // A slow failure is one bad request.
        #expect(series.bad.reduce(0, +) == 120 && series.all.reduce(0, +) == 1200)
    }

    @Test func `without a latency only errors count, and only the objective's own requests`() async throws {
        let source = InMemorySpanSource(Self.spans)
        func bad(_ objective: ServiceLevelObjective) async throws -> Double {
            try await history(objective, source).next(at: Self.end + .seconds(1210)).first?.bad.reduce(0, +) ?? -1
        }
        #expect(try await bad(ServiceLevelObjective(service: "orders", target: 0.99)) == 60)
        #expect(try await bad(ServiceLevelObjective(service: "orders", operation: "GET /", target: 0.99)) == 60)
        #expect(try await bad(ServiceLevelObjective(service: "orders", operation: "PUT /", target: 0.99)) == 0)
        #expect(try await bad(ServiceLevelObjective(service: "stock", target: 0.99)) == 0)
    }
}
