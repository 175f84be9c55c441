import Telemetry
import TestSupport
import Testing

@testable import Analysis

struct HeldDifferencesTests {
    private static let spans: [TestSpan] = (0..<200).map { second -> TestSpan in
        let (id, time) = (UInt64(second + 1), Double(second) * 1000)
        let build: [String: AttributeValue] = ["service.version": .string(second < 100 ? "1" : "2")]
        return TestSpan(trace: id, id: id, start: time, service: "pay", name: "charge", resource: build)
    }

    private static func sides(until seconds: Double) -> BuildSides {
        func build(_ name: String, _ first: Double) -> ObservedBuild {
            ObservedBuild(
                service: "pay", build: name, revision: nil, firstSeen: Timestamp(seconds: first),
                lastSeen: Timestamp(seconds: first + 99), spans: 100, errors: 0)
        }
        return BuildSides(build("1", 0), build("2", 100), now: Timestamp(seconds: seconds))
    }

    @Test func `what is held is not measured again, what is of another time or released is`() async throws {
        let (source, held) = (CountingSource(Self.spans), HeldDifferences())
        let reader = BuildDifferenceReader(source, held: held)
        let difference = try await reader.difference(of: Self.sides(until: 190))
        await held.hold(difference, of: Self.sides(until: 190))
        #expect(try await reader.difference(of: Self.sides(until: 190)).spansAfter == difference.spansAfter)
        #expect(source.comparisons == 1)
        #expect(try await reader.difference(of: Self.sides(until: 150)).spansAfter < difference.spansAfter)
        #expect(source.comparisons == 2)
        await held.release(Self.sides(until: 190))
        _ = try await reader.difference(of: Self.sides(until: 190))
        #expect(source.comparisons == 3)
    }
}
