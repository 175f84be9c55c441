import Casebook
import JSONValues
import Signals
import Telemetry
import Testing

struct OtherSignalSourcesTests {
    @Test func `Grafana's alerts have keys of their own`() throws {
        let body = """
            {"receiver":"whyd","status":"firing","version":"1","orgId":1,"title":"[FIRING:1]","state":"alerting",
            "message":"m","groupKey":"g","alerts":[{"status":"firing","labels":{"alertname":"HighLatency",
            "service":"cart","severity":"warning"},"annotations":{"summary":"cart is slow"},
            "startsAt":"2026-11-24T10:00:00+01:00","endsAt":"0001-01-01T00:00:00Z","fingerprint":"9f3c",
            "values":{"A":2.7},"ruleUID":"r1"}]}
            """
        let signal = try #require(try read("signals/grafana", body).signals.first)
        #expect(signal.dedupKey == "grafana:9f3c:2026-11-24T10:00:00+01:00")
        #expect(signal.startedAt == Timestamp(iso8601: "2026-11-24T09:00:00Z"))
        #expect(signal.severity == .warning)
        #expect(signal.details["ruleUID"]?.string == "r1")
        #expect(signal.details["group_title"]?.string == "[FIRING:1]")
    }

    @Test(arguments: [("incident.triggered", false), ("incident.escalated", false), ("incident.resolved", true)])
    func `PagerDuty's events about one incident are one signal`(_ type: String, _ isResolved: Bool) throws {
        let signal = try #require(try read("signals/pagerduty", incident(type)).signals.first)
        #expect(signal.dedupKey == "pagerduty:PGR0VU2")
        #expect(signal.service == "cart")
        #expect(signal.severity == .critical)
        #expect(signal.destinations == ["pagerduty:PGR0VU2"])
        #expect(signal.endedAt == (isResolved ? Timestamp(iso8601: "2026-11-24T10:05:00Z") : nil))
    }

    @Test(arguments: ["pagey.ping", "incident.annotated", "service.updated"])
    func `PagerDuty's other events are taken and need no action`(_ type: String) throws {
        let observations = try read("signals/pagerduty", incident(type))
        #expect(observations.signals.isEmpty)
        #expect(observations.note == "event '\(type)' needs no action")
    }

    @Test func `a generic alert needs a title and a name`() throws {
        let body =
            #"{"type":"alert","data":{"title":"cart is slow","service":"cart","severity":"P1","ticket":"jira:OPS-1"}}"#
        let signal = try #require(try read("signals/generic", body, headers: ["Webhook-Id": "msg_1"]).signals.first)
        #expect(signal.dedupKey == "generic:msg_1")
        #expect(signal.severity == .critical)
        #expect(signal.destinations == ["jira:OPS-1"])
        #expect(signal.startedAt == noon)
        #expect(try refusal("signals/generic", body) == .malformed)
        #expect(try refusal("signals/generic", #"{"data":{"key":"k"}}"#) == .malformed)
    }

    @Test func `a generic alert can end`() throws {
        let body = #"{"data":{"key":"k","title":"t","status":"resolved"}}"#
        #expect(try read("signals/generic", body).signals.first?.endedAt == noon)
    }

    private func incident(_ type: String) -> String {
        """
        {"event":{"id":"01E","event_type":"\(type)","resource_type":"incident",
        "occurred_at":"2026-11-24T10:05:00.000Z","data":{"id":"PGR0VU2","type":"incident","title":"cart 5xx",
        "created_at":"2026-11-24T10:00:00Z","service":{"id":"PF9KMXH","summary":"cart"},"urgency":"high",
        "priority":{"summary":"P1"}}}}
        """
    }
}
