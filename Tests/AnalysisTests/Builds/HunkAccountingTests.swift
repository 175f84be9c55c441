import Analysis
import SourceHistory
import SpanSources
import Telemetry
import TestSupport
import Testing

/// A service in one of four languages: of three functions that a diff changes, production shows one slower, one as it
/// was, and nothing of the third.
struct HunkAccountingTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var path: String
        /// The source before, with `1` wherever the diff writes `2`.
        var source: String
        /// `code.function.name` of the slower function, as the language's SDK writes it.
        var function: String
        /// The slower function, the healthy one, and the one that is not observed.
        var names: [String]
    }

    static let samples = [
        Sample(
            testDescription: "Java", path: "src/main/java/com/shop/Cart.java",
            source: """
                package com.shop;

                class Cart {
                  @GetMapping("/carts/{id}")
                  Reply show(int id) {
                    return page(id, 1);
                  }

                  int prices(int id) {
                    return load(id, 1);
                  }

                  void forgotten() {
                    log(1);
                  }
                }

                """, function: "com.shop.Cart.prices", names: ["prices", "show", "forgotten"]),
        Sample(
            testDescription: "Go", path: "cart/cart.go",
            source: """
                package cart

                func Routes(mux *http.ServeMux) {
                	mux.HandleFunc("/carts/{id}", show(1))
                }

                func (c *Cart) Prices(id int) int {
                	return load(id, 1)
                }

                func forgotten() {
                	log(1)
                }

                """, function: "github.com/acme/shop/cart.(*Cart).Prices", names: ["Prices", "Routes", "forgotten"]),
        Sample(
            testDescription: "TypeScript", path: "src/cart.ts",
            source: """
                const forgotten = () => {
                  log(1)
                }

                export class Cart {
                  prices(id: number) {
                    return load(id, 1)
                  }
                }

                export function routes(app: App) {
                  app.get("/carts/:id", show(1))
                }

                """, function: "Cart.prices", names: ["prices", "routes", "forgotten"]),
        Sample(
            testDescription: "Swift", path: "Sources/Shop/Cart.swift",
            source: """
                func forgotten() {
                    log(1)
                }

                struct Cart {
                    func prices(of id: Int) -> Int {
                        load(id, 1)
                    }
                }

                func routes(_ router: Router) {
                    router.get("/carts/:id", show(1))
                }

                """, function: "Shop.Cart.prices(of:)", names: ["prices", "routes", "forgotten"]),
    ]

    @Test(.enabled(if: SourceRepository.hasTags), arguments: samples)
    func `every changed function is told with what production says`(sample: Sample) async throws {
        let scratch = try TemporaryRepository()
        let repository = SourceRepository(path: scratch.path)
        let old = try await repository.revision(try scratch.commit("Start", files: [sample.path: sample.source]))
        let new = try await repository.revision(
            try scratch.commit(
                "Change all", files: [sample.path: sample.source.replacing("1)", with: "2)")], seconds: 1_700_000_100))
        let diff = try await repository.diff(from: old, to: new)
        let functions = try await repository.annotated(diff, from: old, to: new).functions
        let reader = BuildDifferenceReader(Self.source(sample))
        let (before, after) = (Self.side("1", from: 0), Self.side("2", from: 60))
        let difference = try await reader.difference(before: before, after: after, method: .beforeAndAfter)
        let accounting = HunkAccounting(
            functions: functions, sightings: try await reader.sightings(before: before, after: after),
            difference: difference)
        let states = Dictionary(
            accounting.entries.map { ($0.function.function.name, $0.state) }, uniquingKeysWith: { first, _ in first })
        #expect(states.count == 3)
        #expect(states[sample.names[0]] == .exercisedAndRegressed)
        #expect(states[sample.names[1]] == .exercisedAndHealthy)
        #expect(states[sample.names[2]] == .notObserved)
        let unseen = accounting.entries.first { $0.state == .notObserved }
        #expect(unseen?.reason.hasPrefix("no instrumentation") == true)
    }

    private static func side(_ build: String, from seconds: Double) -> BuildSide {
        let start = Timestamp(seconds: 1_700_000_000 + seconds)
        return BuildSide(service: "cart", build: build, range: TimeRange(start: start, end: start + .seconds(60)))
    }

    /// Build 1 for a minute, then build 2, whose inner function takes ten times as long.
    private static func source(_ sample: Sample) -> InMemorySpanSource {
        InMemorySpanSource(
            (0..<240).flatMap { number -> [TestSpan] in
                let (isNew, trace) = (number >= 120, UInt64(number + 1))
                let time = 1_700_000_000_000 + Double(number) * 500
                let resource: [String: AttributeValue] = ["service.version": .string(isNew ? "2" : "1")]
                return [
                    TestSpan(
                        trace: trace, id: trace * 10, start: time, duration: 100, service: "cart", name: "GET /carts",
                        kind: .server,
                        ["http.route": .string(sample.source.contains("{id}") ? "/carts/{id}" : "/carts/:id")],
                        resource: resource),
                    TestSpan(
                        trace: trace, id: trace * 10 + 1, parent: trace * 10, start: time + 1,
                        duration: isNew ? 50 : 5, service: "cart", name: "load", kind: .internal,
                        [
                            "code.function.name": .string(sample.function),
                            "code.file.path": .string("/app/\(sample.path)"),
                        ],
                        resource: resource),
                ]
            })
    }
}
