import SpanSources
import SpanStore
import Telemetry
import TestSupport
import Testing

/// Random spans over many small segments and a tail; every answer is held against the naive source.
struct StoreDifferentialTests {
    /// Fills a store in random pieces, resending some, and asks both sources.
    static func check(
        seed: UInt64, hasCircles: Bool = true,
        _ body: (SpanStore, InMemorySpanSource, inout RandomTelemetry) async throws -> Void
    ) async throws {
        var telemetry = RandomTelemetry(seed: seed, hasCircles: hasCircles)
        let temporary = try TemporaryStore()
        var configuration = StoreConfiguration(retention: nil, segmentRows: 64, parallelism: 2)
        configuration.rowsPerTask = 1
        let store = try temporary.open(configuration)
        var rest = telemetry.spans[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(1 + telemetry.number(below: 30)))
            rest = rest.dropFirst(piece.count)
            _ = try await store.append(SampleTelemetry.request(piece))
            if telemetry.number(below: 6) == 0 { _ = try await store.append(SampleTelemetry.request(piece)) }
            if telemetry.number(below: 4) == 0 { try await store.seal() }
        }
        var batch = TelemetryBatch()
        batch.spans = SampleTelemetry.batch(telemetry.spans)
        try await body(store, InMemorySpanSource(batch), &telemetry)
        await store.close()
    }

    private static func identities(_ spans: SpanBatch) -> [String] {
        (0..<spans.count).map { "\(spans.startNanoseconds[$0]) \(spans.traceIDs[$0]) \(spans.spanIDs[$0])" }
    }

    @Test(arguments: 0..<8) func `conditions on relatives hold for the same spans`(seed: UInt64) async throws {
        try await Self.check(seed: seed) { store, naive, telemetry in
            for _ in 0..<12 {
                let selection = RowSelection(range: telemetry.range(), filter: telemetry.predicate(), limit: .max)
                let found = Self.identities(try await store.spans(selection)).sorted()
                let expected = Self.identities(try await naive.spans(selection)).sorted()
                #expect(found == expected, "\(selection.filter)")
            }
        }
    }

    @Test(arguments: 20..<26) func `groups are counted alike`(seed: UInt64) async throws {
        try await Self.check(seed: seed) { store, naive, telemetry in
            for _ in 0..<12 {
                let query = SpanQuery(
                    range: telemetry.range(), filter: telemetry.predicate(),
                    groups: [.field(.intrinsic(.name)), .field(.intrinsic(.service))],
                    aggregates: [.count, .countWhere(telemetry.predicate(depth: 1), named: "part")])
                let (found, expected) = (try await store.run(query), try await naive.run(query))
                #expect(Self.rows(found) == Self.rows(expected), "\(query.filter)")
            }
        }
    }

    @Test(arguments: 40..<48) func `values are new at the same times`(seed: UInt64) async throws {
        try await Self.check(seed: seed) { store, naive, telemetry in
            let groupings: [[Grouping]] = [
                [.field(.attribute(RandomTelemetry.user))], [.field(.attribute(RandomTelemetry.tier))],
                [.field(.intrinsic(.service)), .field(.intrinsic(.name))], [.field(.intrinsic(.duration))], [],
            ]
            for round in 0..<20 {
                let query = SpanQuery(
                    range: telemetry.range(), filter: round % 2 == 0 ? .all : telemetry.predicate(depth: 1),
                    groups: groupings[round % groupings.count], aggregates: [.count, .minimum(.intrinsic(.time))],
                    newSince: telemetry.time())
                let (found, expected) = (try await store.run(query), try await naive.run(query))
                #expect(Self.rows(found) == Self.rows(expected), "\(query)")
            }
        }
    }

    /// Cells as text, sorted: values of several types in one column have no order of their own, and the naive source
    /// counts in fractions.
    private static func rows(_ table: ResultTable) -> [String] {
        (0..<table.rowCount).map { row in
            table.columns.map { column in
                table.number(column.name, row: row).map { "\($0)" } ?? table.text(column.name, row: row) ?? "-"
            }.joined(separator: "|")
        }.sorted()
    }

    @Test(arguments: 60..<64) func `rows come in order and are cut alike`(seed: UInt64) async throws {
        try await Self.check(seed: seed) { store, naive, telemetry in
            for order in [RowSelection.RowOrder.newestFirst, .oldestFirst, .slowestFirst] {
                for limit in [0, 1, 7, 100, 10_000] {
                    let selection = RowSelection(
                        range: telemetry.range(), filter: telemetry.predicate(depth: 0), order: order, limit: limit)
                    let (found, expected) = (try await store.spans(selection), try await naive.spans(selection))
                    if order == .slowestFirst {
                        #expect(found.durationNanoseconds == expected.durationNanoseconds)
                    } else {
                        #expect(found.startNanoseconds == expected.startNanoseconds)
                    }
                }
            }
        }
    }

    @Test(arguments: 70..<74) func `a sample holds the same whole traces in spans, in events and in other sources`(
        seed: UInt64
    ) async throws {
        try await Self.check(seed: seed) { store, naive, telemetry in
            let all = try await naive.spans(RowSelection(range: .all, limit: .max))
            for share in [0, 0.3, 0.7, 1] {
                let sample = TraceSample(share: share)
                let selection = RowSelection(
                    range: telemetry.range(), filter: telemetry.predicate(depth: 0), sample: sample, limit: .max)
                let (found, expected) = (try await store.spans(selection), try await naive.spans(selection))
                #expect(Self.identities(found).sorted() == Self.identities(expected).sorted())
                #expect(found.traceIDs.allSatisfy(sample.contains))
                let whole = try await store.spans(RowSelection(range: .all, sample: sample, limit: .max))
                #expect(whole.count == all.traceIDs.count(where: sample.contains))
            }
        }
    }

    @Test func `about the asked share of numbered traces is in a sample, and a smaller sample is part of a larger one`()
    {
        let ids = (1...20_000).map { TraceID(high: 1, low: UInt64($0)) }
        let tenth = ids.filter(TraceSample(share: 0.1).contains)
        #expect((1800...2200).contains(tenth.count))
        #expect(tenth.allSatisfy(TraceSample(share: 0.2).contains))
        #expect(!TraceSample(share: 1).contains(.none))
    }

    @Test(arguments: 80..<84) func `a trace is whole wherever its spans are`(seed: UInt64) async throws {
        try await Self.check(seed: seed) { store, naive, telemetry in
            for trace in 0...UInt64(26) {
                let id = TraceID(high: 7, low: trace)
                let (found, expected) = (try await store.trace(id).spans, try await naive.trace(id).spans)
                #expect(found.startNanoseconds == expected.startNanoseconds)
                #expect(Self.identities(found).sorted() == Self.identities(expected).sorted())
            }
        }
    }
}
