import Casebook
import JSONValues
import Signals
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WebhookRoutesTests {
    private let json = ["content-type": "application/json"]

    @Test func `an alert opens a case, and sent again it opens none`() async throws {
        try await withHouse { house in
            let first = try await house.http.send(
                "POST", "/v1/signals/alertmanager", headers: json, body: alert("firing"))
            #expect(first.status == 202)
            #expect(first.text == #"{"cases":[1],"deploys":0,"new_deploys":0,"new_signals":1,"signals":1}"# + "\n")
            let again = try await house.http.send(
                "POST", "/v1/signals/alertmanager", headers: json, body: alert("firing"))
            #expect(again.status == 202)
            #expect(try JSONValue(parsing: again.body)["new_signals"]?.integer == 0)
            let cases = try await house.casebook.cases()
            #expect(cases.map(\.service) == ["cart"])
            #expect(cases.first?.destinations == ["github:owner/repo#12"])
        }
    }

    @Test func `a resolved alert ends the case's signal`() async throws {
        try await withHouse { house in
            for status in ["firing", "resolved"] {
                _ = try await house.http.send(
                    "POST", "/v1/signals/alertmanager", headers: json, body: alert(status))
            }
            #expect(try await house.casebook.signals(ofCase: 1).first?.endedAt != nil)
            #expect(try await house.casebook.cases().first?.endedAt != nil)
        }
    }

    @Test func `two alerts about one service are one case`() async throws {
        try await withHouse { house in
            for name in ["a", "b"] {
                _ = try await house.http.send(
                    "POST", "/v1/signals/generic", headers: json,
                    body: Array(#"{"data":{"key":"\#(name)","title":"\#(name)","service":"cart"}}"#.utf8))
            }
            #expect(try await house.casebook.cases().count == 1)
            #expect(try await house.casebook.signals(ofCase: 1).count == 2)
        }
    }

    @Test func `a deploy is stored once`() async throws {
        try await withHouse { house in
            let body = Array(#"{"service":"cart","version":"1.5.0","environment":"production"}"#.utf8)
            for _ in 1...2 {
                let answer = try await house.http.send("POST", "/v1/deploys", headers: json, body: body)
                #expect(answer.status == 202)
            }
            #expect(try await house.casebook.deploys().map(\.deploy.version) == ["1.5.0"])
        }
    }

    @Test(arguments: [
        ("{", "application/json", 400, "malformed"), (#"{"version":"4"}"#, "application/json", 400, "malformed"),
        ("payload=%7B%7D", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("{}", "text/plain", 415, "unsupported_media_type"),
    ])
    func `what cannot be read is refused with a reason`(
        _ body: String, _ type: String, _ status: Int, _ code: String
    ) async throws {
        let answer = try await withHouse { house in
            try await house.http.send(
                "POST", "/v1/signals/alertmanager", headers: ["content-type": type], body: Array(body.utf8))
        }
        #expect(answer.status == status)
        #expect(try JSONValue(parsing: answer.body)["error"]?["code"]?.string == code)
    }

    @Test func `GitHub may send a form, and a browser may not`() async throws {
        try await withHouse { house in
            let body = Array("payload=%7B%22zen%22%3A1%7D".utf8)
            let form = ["content-type": "application/x-www-form-urlencoded"]
            let browser = try await house.http.send("POST", "/v1/deploys/github", headers: form, body: body)
            #expect(browser.status == 415)
            let github = form.merging(["x-github-event": "ping"]) { first, _ in first }
            let answer = try await house.http.send("POST", "/v1/deploys/github", headers: github, body: body)
            #expect(answer.status == 202)
        }
    }

    @Test func `a webhook without its signature is not let in`() async throws {
        let answer = try await withHouse(secrets: WebhookSecrets(github: "secret")) { house in
            try await house.http.send(
                "POST", "/v1/deploys/github",
                headers: ["content-type": "application/json", "x-github-event": "ping"], body: Array("{}".utf8))
        }
        #expect(answer.status == 401)
        #expect(try JSONValue(parsing: answer.body)["error"]?["code"]?.string == "notSigned")
    }

    @Test func `a webhook larger than four megabytes is refused`() async throws {
        let answer = try await withHouse { house in
            try await house.http.send(
                "POST", "/v1/deploys", headers: json, body: [UInt8](repeating: 32, count: 4 << 20 | 1))
        }
        #expect(answer.status == 413)
    }

    private func alert(_ status: String) -> [UInt8] {
        let end = status == "firing" ? "0001-01-01T00:00:00Z" : "2026-11-24T10:05:00Z"
        return Array(
            """
            {"version":"4","groupKey":"g","status":"\(status)","receiver":"whyd","alerts":[{"status":"\(status)",
            "labels":{"alertname":"HighErrorRate","service":"cart"},"annotations":{"summary":"cart fails",
            "ticket":"github:owner/repo#12"},"startsAt":"2026-11-24T10:00:00Z","endsAt":"\(end)",
            "fingerprint":"9f3c0b6a1d2e4f55"}]}
            """.utf8)
    }
}
