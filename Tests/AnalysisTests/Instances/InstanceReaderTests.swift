import Analysis
import SpanSources
import Telemetry
import TestSupport
import Testing

/// A service on nodes of two zones, two pods to a node; who fails is up to each test.
struct InstanceReaderTests {
    private static let start = 1_700_000_000_000.0

    /// A minute before the fault and a minute of it; every pod serves 120 requests in each.
    private func source(fails: @escaping (_ node: Int, _ pod: Int, _ isFault: Bool) -> Bool) -> InMemorySpanSource {
        let spans = (0..<1920).map { number -> TestSpan in
            let (pod, second, isFault) = (number % 8, Double(number / 8 % 120) / 2, number >= 960)
            let node = pod / 2
            return TestSpan(
                trace: UInt64(number + 1), id: UInt64(number + 1),
                start: Self.start + (second + (isFault ? 60 : 0)) * 1000, duration: 20 + second / 10,
                service: "cart", name: "GET /cart",
                // One in three of those that a bad place serves.
                status: fails(node, pod, isFault) && number / 8 % 3 == 0 ? .error : .unset,
                resource: [
                    "service.version": .string("2"), "cloud.availability_zone": .string(node < 2 ? "a" : "b"),
                    "k8s.node.name": .string("node-\(node)"), "k8s.pod.name": .string("cart-\(pod)"),
                ])
        }
        return InMemorySpanSource(spans)
    }

    private func difference(
        fails: @escaping (_ node: Int, _ pod: Int, _ isFault: Bool) -> Bool
    ) async throws -> InstanceDifference? {
        func side(_ build: String?, _ from: Double) -> BuildSide {
            let start = Timestamp(seconds: Self.start / 1000 + from)
            return BuildSide(service: "cart", build: build, range: TimeRange(start: start, end: start + .seconds(60)))
        }
        return try await InstanceReader(source(fails: fails)).difference(in: side("2", 60), earlier: side(nil, 0))
    }

    @Test func `a pod that fails while its siblings do not is named`() async throws {
        let found = try #require(try await difference { _, pod, isFault in isFault && pod == 5 })
        #expect(found.field == "k8s.pod.name" && found.value == "cart-5" && found.siblings == 7)
        #expect(found.sentence.contains("failures 0 → 33.3 %"), "\(found.sentence)")
    }

    @Test func `where both pods of a node fail it is the node, and where both nodes of a zone do the zone`()
        async throws
    {
        let node = try #require(try await difference { node, _, isFault in isFault && node == 1 })
        #expect(node.field == "k8s.node.name" && node.value == "node-1")
        let zone = try #require(try await difference { node, _, isFault in isFault && node >= 2 })
        #expect(zone.field == "cloud.availability_zone" && zone.value == "b")
    }

    @Test func `what all of them do, what none does, and what one did before is no contrast`() async throws {
        #expect(try await difference { _, _, isFault in isFault } == nil)
        #expect(try await difference { _, _, _ in false } == nil)
        #expect(try await difference { _, pod, _ in pod == 5 } == nil)
    }
}
