import Casebook
import Signals
import Telemetry
import Testing

struct AlertmanagerSourceTests {
    @Test func `a captured notification gives a signal per alert`() throws {
        let signals = try read("signals/alertmanager", alertmanagerBody("firing")).signals
        #expect(
            signals.map(\.dedupKey) == [
                "alertmanager:3387e8aa4e77005a:2026-11-24T19:15:54.568Z",
                "alertmanager:bf6c7e50f2c4fbec:2026-11-24T19:15:54.568Z",
            ])
        let cart = try #require(signals.first)
        #expect(cart.service == "cart")
        #expect(cart.operation == "/add")
        #expect(cart.environment == "staging")
        #expect(cart.version == "2.0.0")
        #expect(cart.severity == .critical)
        #expect(cart.title == "cart error ratio is 12%")
        #expect(cart.startedAt == Timestamp(iso8601: "2026-11-24T19:15:54.568Z"))
        #expect(cart.endedAt == nil)
    }

    @Test func `the same alert in another notification has the same key`() throws {
        let first = try read("signals/alertmanager", alertmanagerBody("firing")).signals.map(\.dedupKey)
        let grouped = try read("signals/alertmanager", alertmanagerBody("firing_grouped")).signals.map(\.dedupKey)
        #expect(Set(first).isSubset(of: Set(grouped)))
    }

    @Test func `resolved alerts inside a firing notification carry their end`() throws {
        let signals = try read("signals/alertmanager", alertmanagerBody("grouped_partly_resolved")).signals
        #expect(
            signals.map(\.endedAt) == [
                Timestamp(iso8601: "2026-11-24T19:16:05.568Z"), nil, Timestamp(iso8601: "2026-11-24T19:16:05.568Z"),
            ])
    }

    @Test(arguments: ["resolved", "resolved_grouped", "partly_resolved"])
    func `every captured notification can be read`(_ name: String) throws {
        #expect(try !read("signals/alertmanager", alertmanagerBody(name)).signals.isEmpty)
    }

    @Test func `an alert names its ticket in an annotation or a label`() throws {
        let body = """
            {"version":"4","alerts":[{"status":"firing","fingerprint":"f","startsAt":"2026-11-24T10:00:00Z",
            "labels":{"alertname":"A","ticket":"github:owner/repo#12"},
            "annotations":{"whyd_ticket":"slack:C01, javascript alert, jira:OPS-1"}}]}
            """
        let signal = try #require(try read("signals/alertmanager", body).signals.first)
        #expect(signal.destinations == ["github:owner/repo#12", "slack:C01", "jira:OPS-1"])
        #expect(signal.groupKeys == ["alertmanager:A"])
    }

    @Test func `a Grafana body at this path says where it belongs`() throws {
        #expect(
            throws: SignalsError(
                .malformed, "this is not an Alertmanager webhook of version 4",
                hint: "Grafana posts to /v1/signals/grafana")
        ) { try read("signals/alertmanager", #"{"version":"1","alerts":[]}"#) }
    }

    @Test(arguments: ["", "[]", "{", "{\"version\":\"4\"}", "{\"version\":\"4\",\"alerts\":[{}]}"])
    func `what is not a notification is malformed`(_ body: String) throws {
        #expect(try refusal("signals/alertmanager", body) == .malformed)
    }
}
