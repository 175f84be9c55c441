import Analysis
import SourceHistory
import TestSupport
import Testing

@testable import Commands

/// A program that speaks OTLP over HTTP with nothing but Python's own library, patched and proved.
struct VerificationTests {
    private static let program = """
        import json, os, urllib.request

        SPANS = []

        def span(name, **attributes):
            SPANS.append({
                "traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b17%x" % len(SPANS),
                "name": name, "kind": 1, "startTimeUnixNano": "1790000000000000000",
                "endTimeUnixNano": "1790000000100000000",
                "attributes": [{"key": k, "value": {"stringValue": str(v)}} for k, v in attributes.items()]})

        def reserve(sku):
            return sku

        reserve("mug")
        span("main")
        body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": SPANS}]}]}).encode()
        urllib.request.urlopen(urllib.request.Request(
            os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] + "/v1/traces", body, {"Content-Type": "application/json"}))

        """

    private static func patch(_ promise: String) -> String {
        """
        Promise: span "\(promise)"
        Promise: attribute stock.level
        --- a/shop.py
        +++ b/shop.py
        @@ -11,4 +11,5 @@
         
         def reserve(sku):
        +    span("reserve stock", **{"stock.level": 3})
             return sku
         

        """
    }

    private func verify(_ patch: String) async throws -> Verification.Outcome {
        let repository = try TemporaryRepository()
        try repository.commit("Start", files: ["shop.py": Self.program])
        let source = SourceRepository(path: repository.path)
        return try await Verification(
            command: ["python3", "shop.py"], timeout: .seconds(60),
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
            onOutput: { _ in }
        ).run(
            patch: patch, promises: PatchPromises(patch: patch), on: source, at: try await source.revision("HEAD"))
    }

    @Test func `spans and attributes that arrive keep the patch's promises`() async throws {
        let outcome = try await verify(Self.patch("reserve stock"))
        #expect(outcome.check.isKept && outcome.check.spans == 2, "\(outcome.text)")
        #expect(outcome.text.contains("2 of 2 promises kept"))
    }

    @Test func `a span that does not come is told, with what came instead`() async throws {
        let outcome = try await verify(Self.patch("reserve shelf"))
        #expect(!outcome.check.isKept)
        #expect(outcome.text.contains("NO") && outcome.text.contains("spans that arrived: main, reserve stock"))
    }
}
