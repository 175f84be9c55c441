import SpanSources
import SpanStore
import Telemetry
import TestSupport
import Testing
import TraceQueries

/// TraceQL's structure on the real store. `coalesce()` changes nothing of what is counted, but makes whole traces be
/// read and walked, so that columns are held against trees.
struct StructuralQueryTests {
    @Test(arguments: 100..<110) func `columns and whole traces find the same spans`(seed: UInt64) async throws {
        try await StoreDifferentialTests.check(seed: seed, hasCircles: false) { store, naive, telemetry in
            for _ in 0..<20 {
                let spanset = telemetry.spanset()
                let range = telemetry.range()
                func series(_ query: String, _ source: any SpanSource) async throws -> [[String]] {
                    try await TraceQL.run(query, on: source, range: range, step: .seconds(3600)).rows.map { row in
                        row.map(\.text)
                    }
                }
                let columns = try await series("\(spanset) | count_over_time() by(name)", store)
                let trees = try await series("\(spanset) | coalesce() | count_over_time() by(name)", store)
                let memory = try await series("\(spanset) | coalesce() | count_over_time() by(name)", naive)
                #expect(columns == trees, "\(spanset)")
                #expect(columns == memory, "\(spanset)")
            }
        }
    }

    @Test(arguments: 110..<114) func `searches find the same traces in the store and in memory`(
        seed: UInt64
    ) async throws {
        try await StoreDifferentialTests.check(seed: seed, hasCircles: false) { store, naive, telemetry in
            for _ in 0..<15 {
                let query = telemetry.spanset() + " | select(span.user.id)"
                let range = telemetry.range()
                let found = try await TraceQL.run(query, on: store, range: range, limit: 1000)
                let expected = try await TraceQL.run(query, on: naive, range: range, limit: 1000)
                #expect(
                    Set(found.rows.map { $0.map(\.text) }) == Set(expected.rows.map { $0.map(\.text) }), "\(query)")
            }
        }
    }
}
