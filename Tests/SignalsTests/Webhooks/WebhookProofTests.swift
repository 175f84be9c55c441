import Telemetry
import Testing

@testable import Signals

struct WebhookProofTests {
    @Test func `the code of RFC 4231's second test case is the published one`() {
        let code = KeyedHash.sha256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        #expect(
            code
                == KeyedHash.bytes(hexadecimal: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"))
    }

    @Test func `GitHub's documented example is accepted`() throws {
        let proof = WebhookProof.hexSignature(
            header: "x-hub-signature-256", prefix: "sha256=", secrets: ["It's a Secret to Everybody"])
        let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        try proof.check(webhook("Hello, World!", ["X-Hub-Signature-256": signature]))
        #expect(throws: SignalsError.self) {
            try proof.check(webhook("Hello, World?", ["X-Hub-Signature-256": signature]))
        }
        #expect(throws: SignalsError.self) { try proof.check(webhook("Hello, World!", [:])) }
    }

    @Test func `Standard Webhooks' documented example is accepted within five minutes`() throws {
        let proof = WebhookProof.standardWebhooks(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let headers = [
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ]
        let sent = Timestamp(nanoseconds: 1_614_265_330_000_000_000)
        let body = #"{"test": 2432232314}"#
        try proof.check(webhook(body, headers, at: sent + .seconds(299)))
        #expect(code(proof, webhook(body, headers, at: sent + .seconds(301))) == .stale)
        #expect(code(proof, webhook(body, headers, at: sent - .seconds(301))) == .stale)
        #expect(code(proof, webhook(body + " ", headers, at: sent)) == .wrongSignature)
    }

    @Test func `any of PagerDuty's signatures may fit`() throws {
        let secrets = WebhookSecrets(pagerduty: ["old", "pd-secret"])
        let body = #"{"event":{"id":"01E","event_type":"pagey.ping"}}"#
        let good = "v1=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,v1=\(pagerDutySignature)"
        #expect(
            try refusal("signals/pagerduty", body, headers: ["X-PagerDuty-Signature": good], secrets: secrets) == nil)
        let bad = "v1=00"
        #expect(
            try refusal("signals/pagerduty", body, headers: ["X-PagerDuty-Signature": bad], secrets: secrets)
                == .wrongSignature)
        #expect(try refusal("signals/pagerduty", body, secrets: secrets) == .notSigned)
    }

    @Test func `Grafana's signature may hold the time`() throws {
        let secrets = WebhookSecrets(grafana: "grafana-secret")
        let body = #"{"version":"1","alerts":[]}"#
        let plain = ["X-Grafana-Alerting-Signature": grafanaSignature]
        #expect(try refusal("signals/grafana", body, headers: plain, secrets: secrets) == nil)
        let timed = [
            "X-Grafana-Alerting-Signature": grafanaTimedSignature,
            "X-Grafana-Alerting-Signature-Timestamp": "1795514400",
        ]
        #expect(try refusal("signals/grafana", body, headers: timed, secrets: secrets) == nil)
        #expect(
            try refusal("signals/grafana", body, headers: timed, secrets: secrets, at: noon + .seconds(301)) == .stale)
    }

    @Test func `GitLab proves itself with a token or with a signature`() throws {
        let body = #"{"object_kind":"push"}"#
        let token = WebhookSecrets(gitlab: "token")
        #expect(try refusal("deploys/gitlab", body, headers: ["X-Gitlab-Token": "token"], secrets: token) == nil)
        #expect(
            try refusal("deploys/gitlab", body, headers: ["X-Gitlab-Token": "tokem"], secrets: token)
                == .wrongSignature)
        let signing = WebhookSecrets(gitlab: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let headers = [
            "webhook-id": "e1", "webhook-timestamp": "1795514400", "webhook-signature": "v1,\(gitLabSignature)",
        ]
        #expect(try refusal("deploys/gitlab", body, headers: headers, secrets: signing) == nil)
        #expect(try refusal("deploys/gitlab", body, headers: ["X-Gitlab-Token": "x"], secrets: signing) == .notSigned)
    }

    @Test(arguments: ["signals/alertmanager", "signals/generic", "signals/grafana", "deploys", "deploys/argocd"])
    func `a bearer token guards every source without a secret of its own`(_ path: String) throws {
        let secrets = WebhookSecrets(bearerToken: "t0ken")
        #expect(try refusal(path, "{}", secrets: secrets) == .notSigned)
        #expect(
            try refusal(path, "{}", headers: ["Authorization": "Bearer wrong"], secrets: secrets) == .wrongSignature)
        let taken = try refusal(path, "{}", headers: ["Authorization": "bearer t0ken"], secrets: secrets)
        #expect(taken == .malformed, "the token fits, so the empty body is what is wrong")
    }

    private func webhook(_ body: String, _ headers: [String: String], at time: Timestamp = noon) -> Webhook {
        Webhook(headers: headers, body: Array(body.utf8), receivedAt: time)
    }

    private func code(_ proof: WebhookProof, _ webhook: Webhook) -> SignalsError.Code? {
        do {
            try proof.check(webhook)
            return nil
        } catch {
            return error.code
        }
    }
}

// Computed with Python's hmac module.
private let pagerDutySignature = "34e9a612703c4600df7b6f7a01421a8b79a2e41de6e10641b96a005f482db8dc"
private let grafanaSignature = "a43320b15a21144ade0d3e98a0ac79ceb79131b36c879c23012abe76e906e290"
private let grafanaTimedSignature = "9fadd9472919e135e2d27a85d2a7a693a4a9bc11078e478d4f514dec0af1f716"
private let gitLabSignature = "n2+HcL+81srXW3VgEKUoPDzlbxAZzjHrLq3TWCuzM+k="
