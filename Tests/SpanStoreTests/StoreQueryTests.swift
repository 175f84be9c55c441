import OTLP
import SpanSources
import SpanStore
import Telemetry
import Testing

/// Every question is asked of the tail, of segments, and of a store opened anew; the answers must agree.
struct StoreQueryTests {
    static let route = AttributeName(.span, "http.route")
    static let status = AttributeName(.span, "http.response.status_code")
    static let oldStatus = AttributeName(.span, "http.status_code")
    static let version = AttributeName(.resource, "service.version")

    static let spans: [SampleSpan] = (0..<200).map { index in
        let isNew = index >= 100
        var attributes: [AttributeName: AttributeValue] = [
            version: .string(isNew ? "2.0" : "1.0"), route: .string("/cart/\(index % 4)"),
            AttributeName(.span, "user.id"): .string("user-\(index % 50)"),
            AttributeName(.span, "cache.hit"): .boolean(index % 2 == 0),
            AttributeName(.span, "ratio"): .double(Double(index) / 10),
        ]
        attributes[index % 2 == 0 ? status : oldStatus] = .integer(isNew && index % 5 == 0 ? 500 : 200)
        if index == 7 { attributes[AttributeName(.span, "rare.tags")] = .composite(json: #"["a",1]"#) }
        return SampleSpan(
            trace: UInt64(index / 10 + 1), span: UInt64(index + 1), parent: index % 10 == 0 ? 0 : UInt64(index),
            start: Int64(index) * 1_000, duration: Int64(index + 1) * 100,
            status: isNew && index % 5 == 0 ? .error : .unset, kind: index % 10 == 0 ? .server : .client,
            service: isNew ? "shop" : "cart", name: "op \(index % 3)", attributes: attributes)
    }

    static func check(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (SpanStore) async throws -> Void
    ) async throws {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        for start in stride(from: 0, to: spans.count, by: 20) {
            let receipt = try await store.append(SampleTelemetry.request(Array(spans[start..<(start + 20)])))
            #expect(receipt == ExportReceipt(acceptedRows: 20), sourceLocation: sourceLocation)
        }
        try await body(store)
        let beside = try SpanStore.openReadOnly(path: temporary.path)
        try await body(beside)
        try await store.seal()
        try await body(store)
        try await body(beside)
        await store.close()
        let reopened = try temporary.open()
        try await body(reopened)
        await reopened.close()
    }

    @Test func `conditions on the time hold where they decide whole segments and where they part one`() async throws {
        try await Self.check { store in
            for (comparator, bound, count) in [
                (Predicate.Comparator.less, Int64(50_000), Int64(50)), (.less, 0, 0), (.less, 1_000_000, 200),
                (.lessOrEqual, 50_000, 51), (.lessOrEqual, 199_000, 200), (.greater, 50_000, 149),
                (.greater, 199_000, 0),
                (.greaterOrEqual, 50_000, 150), (.greaterOrEqual, 0, 200), (.greaterOrEqual, 199_001, 0),
                (.equal, 50_000, 1), (.notEqual, 50_000, 199),
            ] {
                let table = try await store.run(
                    SpanQuery(
                        range: .all, filter: .compare(.intrinsic(.time), comparator, .integer(bound)),
                        aggregates: [.count]))
                #expect(table["count"]?.values == .integers([count]), "\(comparator.rawValue) \(bound)")
            }
        }
    }

    @Test func `groups of many fields together are counted as groups of each`() async throws {
        try await Self.check { store in
            let fields: [Field] = [
                .intrinsic(.service), .intrinsic(.name), .intrinsic(.kind), .anyScope("http.route"),
                .anyScope("user.id"),
                .intrinsic(.spanID),
            ]
            let table = try await store.run(
                SpanQuery(
                    range: .all, groups: fields.map { .field($0) } + [.logarithm(.intrinsic(.duration), perOctave: 16)],
                    aggregates: [.count], limit: 1000))
            #expect(table.rowCount == 200 && table["count"]?.values == .integers(Array(repeating: 1, count: 200)))
            let ids = (0..<200).map { table.text("spanID", row: $0) ?? "" }
            for row in 0..<200 {
                let index = Int(ids[row], radix: 16).map { $0 - 1 } ?? -1
                #expect(table.text("name", row: row) == "op \(index % 3)")
                #expect(table.text("user.id", row: row) == "user-\(index % 50)")
            }
        }
    }

    @Test func `counts, shares and extremes are grouped by build`() async throws {
        try await Self.check { store in
            let table = try await store.run(
                SpanQuery(
                    range: .all, groups: [.field(.build)],
                    aggregates: [
                        .count, .share(.isError, named: "errors"), .minimum(.intrinsic(.duration)),
                        .maximum(.intrinsic(.duration)), .sum(.intrinsic(.duration)), .average(.intrinsic(.duration)),
                        .distinct(.anyScope("user.id")), .quantile(.intrinsic(.duration), 0.5),
                        .first(.intrinsic(.name)),
                    ]))
            #expect(table.columns[0].values == .strings(["1.0", "2.0"]))
            #expect(table["count"]?.values == .integers([100, 100]))
            #expect(table["errors"]?.values == .doubles([0, 0.2]))
            #expect(table["min(duration)"]?.values == .integers([100, 10_100]))
            #expect(table["max(duration)"]?.values == .integers([10_000, 20_000]))
            #expect(table["sum(duration)"]?.values == .integers([505_000, 1_505_000]))
            #expect(table["avg(duration)"]?.values == .doubles([5_050, 15_050]))
            #expect(table["distinct(user.id)"]?.values == .integers([50, 50]))
            #expect(table["p50(duration)"]?.values == .doubles([5_050, 15_050]))
            #expect(table["first(name)"]?.values == .strings(["op 0", "op 1"]))
            #expect(table.matchedRows == 200)
        }
    }

    @Test func `every spelling of an attribute is found by any other`() async throws {
        try await Self.check { store in
            for key in ["http.status_code", "http.response.status_code"] {
                let table = try await store.run(
                    SpanQuery(
                        range: .all, filter: .compare(.anyScope(key), .greaterOrEqual, .integer(500)),
                        aggregates: [.count]))
                #expect(table["count"]?.values == .integers([20]))
            }
        }
    }

    @Test func `filters select rows`() async throws {
        let cases: [(Predicate, Int64)] = [
            (.all, 200), (.service("cart"), 100), (.not(.service("cart")), 100), (.named("op 1"), 67),
            (.compare(.intrinsic(.duration), .less, .integer(1_000)), 9),
            (.compare(.intrinsic(.duration), .lessOrEqual, .double(1_000.5)), 10),
            (.compare(.attribute(Self.route), .equal, .string("/cart/2")), 50),
            (.compare(.attribute(Self.route), .notEqual, .string("/cart/2")), 150),
            (.compare(.anyScope("absent"), .notEqual, .string("x")), 0),
            (.compare(.anyScope("cache.hit"), .equal, .boolean(true)), 100),
            (.compare(.anyScope("ratio"), .greater, .integer(10)), 99),
            (.isIn(.anyScope("user.id"), [.string("user-1"), .string("user-2"), .string("nobody")]), 8),
            (.matches(.anyScope("user.id"), pattern: "^user-1[0-3]$"), 16), (.exists(.anyScope("rare.tags")), 1),
            (.compare(.intrinsic(.traceID), .equal, .string(TraceID(high: 7, low: 3).description)), 10),
            (.compare(.intrinsic(.spanID), .equal, .string(SpanID(5).description)), 1),
            (.exists(.intrinsic(.parentID)), 180), (.compare(.intrinsic(.kind), .equal, .string("server")), 20),
            (.compare(.build, .equal, .string("2.0")), 100), (.isError.and(.named("op 0")), 7),
            (.or([.named("op 0"), .named("op 1")]), 134),
        ]
        try await Self.check { store in
            for (filter, expected) in cases {
                let table = try await store.run(SpanQuery(range: .all, filter: filter, aggregates: [.count]))
                #expect(table["count"]?.values == .integers([expected]), "\(filter)")
            }
        }
    }

    @Test func `time buckets and duration buckets are groups`() async throws {
        try await Self.check { store in
            let range = TimeRange(start: Timestamp(nanoseconds: 50_000), end: Timestamp(nanoseconds: 150_000))
            let table = try await store.run(
                SpanQuery(range: range, groups: [.time(bucket: .nanoseconds(50_000))], aggregates: [.count]))
            #expect(table.columns[0].values == .integers([50_000, 100_000]))
            #expect(table["count"]?.values == .integers([50, 50]))
            let heat = try await store.run(
                SpanQuery(
                    range: .all, groups: [.logarithm(.intrinsic(.duration), perOctave: 1)], aggregates: [.count]))
            #expect(
                heat.columns[0].values == .doubles([64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384]))
            #expect(heat["count"]?.values == .integers([1, 1, 3, 5, 10, 20, 41, 82, 37]))
        }
    }

    @Test func `groups are sorted and cut`() async throws {
        try await Self.check { store in
            let table = try await store.run(
                SpanQuery(
                    range: .all, groups: [.field(.intrinsic(.name)), .field(.anyScope("rare.tags"))],
                    aggregates: [.count], order: .init(column: "count"), limit: 2))
            #expect(table.columns[0].values == .strings(["op 0", "op 1"]))
            #expect(table.columns[1].values == .strings([nil, nil]))
            #expect(table["count"]?.values == .integers([67, 66]))
            #expect(table.omittedGroups == 2)
        }
    }

    @Test func `whole rows come back as they were sent`() async throws {
        try await Self.check { store in
            let found = try await store.spans(
                RowSelection(range: .all, attributes: .all, order: .oldestFirst, limit: 1_000))
            var expected = SampleTelemetry.batch(Self.spans)
            expected.attributes = found.attributes
            #expect(found == expected)
            for row in [0, 7, 150] {
                for (name, value) in Self.spans[row].attributes { #expect(found.value(name, row: row) == value) }
            }
            let slowest = try await store.spans(
                RowSelection(
                    range: .all, filter: .service("cart"), attributes: .keys(["http.status_code"]),
                    order: .slowestFirst, limit: 3))
            #expect(slowest.spanIDs == [SpanID(100), SpanID(99), SpanID(98)])
            #expect(slowest.attributes.map(\.name) == [Self.oldStatus])
            #expect(slowest.attributes.first?.rows == [0, 1, 2])
        }
    }

    @Test func `a trace is found by its id`() async throws {
        try await Self.check { store in
            let trace = try await store.trace(TraceID(high: 7, low: 3))
            #expect(trace.spans.spanIDs == (21...30).map { SpanID($0) })
            #expect(trace.spans.parentIDs.first == SpanID.none)
            #expect(try await store.trace(TraceID(high: 7, low: 999)).spans.count == 0)
        }
    }

    @Test func `fields list what occurs`() async throws {
        try await Self.check { store in
            let fields = try await store.fields(FieldDiscovery(range: .all, valuesPerField: 2))
            #expect(
                fields.map(\.name.description) == [
                    "resource.service.version", "span.cache.hit", "span.http.response.status_code", "span.http.route",
                    "span.rare.tags", "span.ratio", "span.user.id",
                ])
            let code = try #require(fields.first { $0.name == Self.status })
            #expect(code.rows == 200 && code.distinct == 2 && code.types == ["integer"])
            #expect(code.frequent == [.init(value: .integer(200), rows: 180), .init(value: .integer(500), rows: 20)])
            let some = try await store.fields(FieldDiscovery(range: .all, filter: .isError, keyContains: "USER"))
            #expect(some.map(\.rows) == [20])
        }
    }

    @Test func `a comparison counts both sides of every attribute`() async throws {
        try await Self.check { store in
            let counts = try await store.compare(
                Comparison(selection: .init(range: .all, filter: .isError), baseline: .init(range: .all)))
            #expect(counts.selectionRows == 20 && counts.baselineRows == 180)
            let version = try #require(counts.attributes.first { $0.field == .attribute(Self.version) })
            #expect(
                version.values == [
                    .init(value: .string("2.0"), selection: 20, baseline: 80),
                    .init(value: .string("1.0"), selection: 0, baseline: 100),
                ])
            let code = try #require(counts.attributes.first { $0.field == .attribute(Self.status) })
            #expect(code.values.map(\.selection) == [20, 0] && code.values.map(\.baseline) == [0, 180])
            #expect(code.histogram?.selection == [0, 20])
            let service = try #require(counts.attributes.first { $0.field == .intrinsic(.service) })
            #expect(service.values.map(\.value) == [.string("shop"), .string("cart")])
        }
    }

    @Test func `coverage spans all rows`() async throws {
        try await Self.check { store in
            let coverage = try await store.coverage()
            #expect(coverage == TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 199_001)))
        }
    }
}
