import SpanSources
import SpanStore
import Telemetry
import Testing

/// Comparisons of random spans against the same counted span by span.
struct ComparisonDifferentialTests {
    private static func rows(_ spans: [SampleSpan], _ range: ClosedRange<Int64>) -> [SampleSpan] {
        spans.filter { range.contains($0.start) }
    }

    private static func set(_ range: ClosedRange<Int64>, _ filter: Predicate = .all) -> Comparison.RowSet {
        Comparison.RowSet(
            range: TimeRange(
                start: Timestamp(nanoseconds: range.lowerBound), end: Timestamp(nanoseconds: range.upperBound + 1)),
            filter: filter)
    }

    private static func size(_ spans: [SampleSpan]) -> ComparisonCounts.Size {
        spans.reduce(into: .init()) { $0.add(Double($1.weight)) }
    }

    /// A value's spans on both sides, counted one span after the other.
    private struct Counts: Equatable {
        var selection = 0
        var baseline = 0
    }

    private static func count(
        _ selection: [SampleSpan], _ baseline: [SampleSpan], _ value: (SampleSpan) -> AttributeValue?
    ) -> [AttributeValue: Counts] {
        var counts: [AttributeValue: Counts] = [:]
        for span in selection {
            if let value = value(span) { counts[value, default: Counts()].selection += Int(span.weight) }
        }
        for span in baseline {
            if let value = value(span) { counts[value, default: Counts()].baseline += Int(span.weight) }
        }
        return counts
    }

    private static func check(
        _ found: ComparisonCounts, _ selection: [SampleSpan], _ baseline: [SampleSpan],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(found.selection == size(selection), sourceLocation: sourceLocation)
        #expect(found.baseline == size(baseline), sourceLocation: sourceLocation)
        let names = [RandomSpans.ratio, RandomSpans.size, RandomSpans.user, RandomSpans.region, RandomSpans.rare]
        var fields: [(Field, (SampleSpan) -> AttributeValue?)] = names.map { name in
            (.attribute(name), { $0.attributes[name] })
        }
        fields.append((.intrinsic(.service), { .string($0.service) }))
        for (field, value) in fields {
            let expected = count(selection, baseline, value)
            let attribute = found.attributes.first { $0.field == field }
            let values = attribute?.values ?? []
            #expect(attribute?.distinct ?? 0 == expected.count, "\(field)", sourceLocation: sourceLocation)
            let counted = values.map { ($0.value, Counts(selection: $0.selection, baseline: $0.baseline)) }
            #expect(
                Dictionary(counted) { first, _ in first } == expected, "\(field)", sourceLocation: sourceLocation)
            let isOrdered = zip(values, values.dropFirst()).allSatisfy {
                ($0.selection, $0.baseline) >= ($1.selection, $1.baseline)
            }
            #expect(isOrdered, "\(field)", sourceLocation: sourceLocation)
            try checkHistogram(attribute, expected, sourceLocation)
        }
    }

    private static func checkHistogram(
        _ attribute: AttributeCounts?, _ expected: [AttributeValue: Counts], _ sourceLocation: SourceLocation
    ) throws {
        let numbers = expected.compactMap { value, counts in value.number.map { ($0, counts) } }
        guard !numbers.isEmpty else { return #expect(attribute?.histogram == nil, sourceLocation: sourceLocation) }
        let histogram = try #require(attribute?.histogram, sourceLocation: sourceLocation)
        #expect(histogram.bounds.count == histogram.selection.count + 1, sourceLocation: sourceLocation)
        for bucket in histogram.selection.indices {
            let isLast = bucket == histogram.selection.count - 1
            let inside = numbers.filter { number, _ in
                number >= histogram.bounds[bucket]
                    && (number < histogram.bounds[bucket + 1] || isLast && number == histogram.bounds[bucket + 1])
            }
            #expect(
                inside.reduce(0) { $0 + $1.1.selection } == histogram.selection[bucket], sourceLocation: sourceLocation)
            #expect(
                inside.reduce(0) { $0 + $1.1.baseline } == histogram.baseline[bucket], sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [(11, false), (12, false), (14, true)] as [(UInt64, Bool)])
    func `comparisons equal those counted span by span, however often and of whatever window`(
        seed: UInt64, isWeighted: Bool
    ) async throws {
        let spans = RandomSpans.make(3_000, seed: seed, isWeighted: isWeighted)
        let temporary = try TemporaryStore()
        let store = try await RandomSpans.store(Array(spans.prefix(2_500)), in: temporary)
        let everything = 0...Int64(1_000_000)
        let failed = { (span: SampleSpan) in span.status == .error }
        func compare(
            _ spans: [SampleSpan], _ left: ClosedRange<Int64>, _ filter: Predicate,
            _ isSelected: (SampleSpan) -> Bool, _ right: ClosedRange<Int64>
        ) async throws {
            let found = try await store.compare(
                Comparison(selection: Self.set(left, filter), baseline: Self.set(right)))
            try Self.check(
                found, Self.rows(spans, left).filter(isSelected),
                Self.rows(spans, right).filter { !(left.contains($0.start) && isSelected($0)) })
        }
        let first = Array(spans.prefix(2_500))
        for _ in 0..<2 {
            try await compare(first, everything, .isError, failed, everything)
            // The selection is the larger side.
            try await compare(first, everything, .not(.isError), { !failed($0) }, everything)
            // Windows whose edges lie inside segments, apart and overlapping.
            try await compare(first, 300_000...500_000, .all, { _ in true }, 100_000...200_000)
            try await compare(first, 300_000...500_000, .isError, failed, 250_000...900_000)
            try await compare(first, 2_000_000...3_000_000, .all, { _ in true }, everything)
        }
        // More spans, then everything sealed: what was kept of earlier comparisons must not show.
        _ = try await store.append(SampleTelemetry.request(Array(spans.suffix(500))))
        try await compare(spans, everything, .isError, failed, everything)
        try await store.seal()
        try await compare(spans, everything, .isError, failed, everything)
        try await compare(spans, 300_000...500_000, .isError, failed, 250_000...900_000)
        await store.close()
    }

    @Test func `the order of equally frequent values depends on nothing that was asked before`() async throws {
        let spans = RandomSpans.make(3_000, seed: 13, isWeighted: false)
        let temporary = try TemporaryStore()
        let store = try await RandomSpans.store(spans, in: temporary)
        let window = Comparison(
            selection: Self.set(400_000...600_000, .isError), baseline: Self.set(0...1_000_000), valuesPerAttribute: 50)
        _ = try await store.compare(
            Comparison(selection: Self.set(900_000...950_000), baseline: Self.set(800_000...850_000)))
        let later = try await store.compare(window)
        await store.close()
        let fresh = try temporary.open()
        #expect(try await fresh.compare(window) == later)
        await fresh.close()
    }
}
