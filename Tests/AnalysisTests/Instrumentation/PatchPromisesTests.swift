import Analysis
import Testing

struct PatchPromisesTests {
    @Test(arguments: [
        (
            #"+    with tracer.start_as_current_span("reserve stock", attributes={"stock.level": 3, "sku": s}) as span:"#,
            ["reserve stock"], ["stock.level", "sku"]
        ),
        (#"+    span.set_attribute("cart.size", len(items))"#, [], ["cart.size"]),
        (#"+  ctx, span := tracer.Start(ctx, "charge card")"#, ["charge card"], []),
        (
            #"+  span.SetAttributes(attribute.Int("card.tries", n), attribute.String("card.kind", k))"#, [],
            ["card.tries", "card.kind"]
        ),
        (#"+  Span span = tracer.spanBuilder("ship").startSpan();"#, ["ship"], []),
        (#"+  return tracer.startActiveSpan('quote', (span) => {"#, ["quote"], []),
        (#"+  span.setAttributes({ 'quote.lines': n, "quote.total": t });"#, [], ["quote.lines", "quote.total"]),
        (#"+  try await withSpan("pick") { span in span.attributes["shelf"] = shelf"#, ["pick"], ["shelf"]),
        (#"-    with tracer.start_as_current_span("gone"):"#, [], []),
        ("+    with tracer.start_as_current_span(name):", [], []),
        (#"     span.set_attribute("context", 1)"#, [], []),
    ])
    func `promises are read off the calls a patch adds`(line: String, spans: [String], attributes: [String]) {
        let promises = PatchPromises(patch: "--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n x\n\(line)\n")
        #expect(promises.spans == spans && Set(promises.attributes) == Set(attributes))
    }

    @Test func `promises above the diff are taken at their word`() {
        let promises = PatchPromises(
            patch: "Promise: span \"reserve stock\"\nPromise: attribute stock.level\nSome words.\n--- a/x\n+++ b/x\n")
        #expect(promises.spans == ["reserve stock"] && promises.attributes == ["stock.level"])
        #expect(PatchPromises(patch: "words\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n").isEmpty)
    }

    @Test func `a call over several lines is one call`() {
        let promises = PatchPromises(
            patch:
                "--- a/x\n+++ b/x\n@@ -1 +1,4 @@\n+with tracer.start_as_current_span(\n+    \"long\",\n+):\n+    pass\n"
        )
        #expect(promises.spans == ["long"])
    }
}
