import Analysis
import SourceHistory
import Telemetry
import TestSupport
import Testing

/// A service that shows one of its two routes and none of its database calls.
struct BlindSpotTests {
    private static let source = """
        @app.get("/cart/<int:id>")
        def show(id):
            rows = db.execute("SELECT 1")
            return rows

        @app.post("/cart/<int:id>/pay")
        def pay(id):
            try:
                requests.post("http://payment/charges")
            except Timeout:
                return None
            try:
                check(id)
            except Refused:
                raise

        """

    @Test func `routes, calls and error paths that no span shows are listed`() async throws {
        let repository = try TemporaryRepository()
        try repository.commit(
            "Start", files: ["cart.py": Self.source, "tests/test_cart.py": "@app.get(\"/never\")\n"])
        let source = InMemorySpanSource([
            TestSpan(
                trace: 1, id: 1, start: 1000, duration: 5, service: "cart", name: "GET /api/cart/{id}", kind: .server,
                ["http.route": .string("/api/cart/{id}")], resource: ["service.version": .string("1")]),
            TestSpan(
                trace: 1, id: 2, parent: 1, start: 1001, duration: 2, service: "cart", name: "POST", kind: .client,
                ["http.request.method": .string("POST")], resource: ["service.version": .string("1")]),
        ])
        let range = TimeRange(start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 10_000_000_000))
        let code = SourceRepository(path: repository.path)
        let spots = try await BlindSpotReader(source).blindSpots(
            of: code, at: try await code.revision("HEAD"), in: range)
        #expect(
            spots.places.map { "\($0.probe.kind.rawValue) \($0.probe.line)" } == [
                "database call 3", "route 6", "error path 10",
            ])
        #expect(spots.placesRead == 5)
        #expect(spots.buildsWithoutRevision.map(\.build) == ["1"])
    }
}
