import Analysis
import SpanSources
import Telemetry
import Testing

struct OutcomeFieldsTests {
    @Test(arguments: ["error.type", "exception.message", "http.response.status_code"])
    func `how a span ended does not explain it`(key: String) {
        #expect(OutcomeFields.contains(.attribute(AttributeName(.span, key))) && OutcomeFields.contains(.anyScope(key)))
    }

    @Test(arguments: ["shop.currency", "http.route", "server.address"])
    func `what a span was about may explain it`(key: String) {
        #expect(!OutcomeFields.contains(.attribute(AttributeName(.span, key))))
    }
}
