import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import Analysis

/// Two builds at once, the newer of which asks twice per request and serves another region.
struct SampledComparisonTests {
    private static let start = Timestamp(seconds: 1_700_000_000)

    private static let source = InMemorySpanSource(
        (0..<2000).flatMap { number -> [TestSpan] in
            let (isNew, trace) = (number % 2 == 1, UInt64(number + 1))
            let time = 1_700_000_000_000 + Double(number) * 50
            let resource: [String: AttributeValue] = [
                "service.version": .string(isNew ? "2" : "1"), "region": .string(isNew ? "north" : "south"),
            ]
            let root = TestSpan(
                trace: trace, id: trace * 10, start: time, duration: 20, service: "cart", name: "GET /cart",
                resource: resource)
            return [root]
                + (0..<(isNew ? 2 : 1)).map { query in
                    TestSpan(
                        trace: trace, id: trace * 10 + 1 + UInt64(query), parent: trace * 10, start: time + 1,
                        duration: 8, service: "cart", name: "SELECT", kind: .client,
                        ["db.query.text": .string("SELECT price")], resource: resource)
                }
        })

    private func compare(sampleSize: Double) async throws -> BuildDifference {
        let range = TimeRange(start: Self.start, end: Self.start + .seconds(100))
        func side(_ build: String) -> BuildSide { BuildSide(service: "cart", build: build, range: range) }
        return try await BuildDifferenceReader(Self.source, sampleSize: sampleSize).difference(
            before: side("1"), after: side("2"), method: .concurrent)
    }

    @Test func `a sample says the same of calls per trace and attributes, and how large it was`() async throws {
        let (whole, part) = (try await compare(sampleSize: 1e6), try await compare(sampleSize: 300))
        #expect(whole.sampledSpans == nil)
        let sampled = try #require(part.sampledSpans)
        #expect(sampled >= 600 && sampled <= 2500, "\(sampled) of 5000")
        for difference in [whole, part] {
            #expect(difference.spansBefore == 2000 && difference.spansAfter == 3000)
            let query = try #require(difference.comparison.operations.first { $0.operation.name == "SELECT" })
            #expect(query.verdict == .regressed && query.moved == ["fan-out"])
            #expect(query.after?.callsPerTrace == 2 && query.before?.callsPerTrace == 1)
            #expect(difference.attributes.first?.conditionText.contains("region") == true)
            let statement = try #require(difference.statements.first)
            #expect(statement.callsBefore == 1 && statement.callsAfter == 2 && statement.after == 2000.0 / 3)
        }
    }

    @Test func `sides are read together and apart with the same answer`() async throws {
        let end = Self.start + .seconds(100)
        let half = Self.start + .seconds(50)
        let sides = [
            BuildSide(service: "cart", build: "1", range: TimeRange(start: Self.start, end: half)),
            BuildSide(service: "cart", build: "2", range: TimeRange(start: half, end: end)),
        ]
        let reader = BuildDifferenceReader(Self.source)
        let together = try await reader.measures(sides).operations
        for (side, operations) in zip(sides, together) {
            let alone = try await reader.measures(side)
            #expect(alone == operations)
        }
        #expect(together.map { $0.values.reduce(0) { $0 + $1.count } } == [1000, 1500])
    }
}
