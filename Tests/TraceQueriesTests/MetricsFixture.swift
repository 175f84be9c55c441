import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import TraceQueries

/// What metrics are computed from in tests.
enum MetricsFixture {
    /// Twenty spans of two services, one a second; every fifth fails. Each has a child, so that structure can be asked for.
    static let source = InMemorySpanSource(
        (0..<20).flatMap { index -> [TestSpan] in
            let service = index % 2 == 0 ? "a" : "b"
            return [
                TestSpan(
                    trace: UInt64(index + 1), id: UInt64(index * 2 + 1), start: Double(index) * 1000,
                    duration: Double(index + 1) * 10, service: service, name: "op",
                    status: index % 5 == 0 ? .error : .unset, ["size": .integer(Int64(index))]),
                TestSpan(
                    trace: UInt64(index + 1), id: UInt64(index * 2 + 2), parent: UInt64(index * 2 + 1),
                    start: Double(index) * 1000, duration: 1, service: service, name: "child"),
            ]
        })
    static let range = TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 20_000_000_000))

    /// The rows of an answer in steps of ten seconds, times as seconds.
    static func rows(_ text: String) async throws -> [[String]] {
        try await TraceQL.run(text, on: source, range: range, step: .seconds(10)).rows.map { row in
            row.map { String($0.text.replacing("1970-01-01T00:00:", with: "").replacing(".000Z", with: "")) }
        }
    }
}
