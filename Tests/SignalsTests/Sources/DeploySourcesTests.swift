import Casebook
import JSONValues
import Telemetry
import Testing

@testable import Signals

struct DeploySourcesTests {
    private let sha = "0123456789abcdef0123456789abcdef01234567"

    @Test func `a pipeline tells a deploy in two words`() throws {
        let deploy = try #require(try read("deploys", #"{"service":"cart","version":"1.5.0"}"#).deploys.first)
        #expect(deploy.service == "cart")
        #expect(deploy.version == "1.5.0")
        #expect(deploy.at == noon)
        #expect(deploy.source == "api")
    }

    @Test func `the same deploy told again is the same, told with another time it is not`() throws {
        let first = try read("deploys", #"{"service":"cart","version":"1.5.0"}"#).deploys.map(\.dedupKey)
        let again = try read("deploys", #"{"version":"1.5.0","service":"cart"}"#, at: noon + .seconds(30)).deploys
        let later = try read(
            "deploys", #"{"service":"cart","version":"1.5.0","at":"2026-11-24T12:00:00Z"}"#
        ).deploys
        #expect(first == again.map(\.dedupKey))
        #expect(first != later.map(\.dedupKey))
    }

    @Test(arguments: [
        #"{"service":"cart"}"#, #"{"version":"1"}"#, #"{"service":"cart","version":"1","revision":"master; rm"}"#,
        #"{"service":"cart","version":"1","at":"yesterday"}"#,
    ])
    func `a deploy that says too little or nonsense is malformed`(_ body: String) throws {
        #expect(try refusal("deploys", body) == .malformed)
    }

    @Test func `GitHub's successful deployment status is a deploy of the repository`() throws {
        let deploy = try #require(try github(state: "success", ref: "v1.5.0").deploys.first)
        #expect(deploy.dedupKey == "github:acme/cart:7")
        #expect(deploy.service == "cart")
        #expect(deploy.version == "v1.5.0")
        #expect(deploy.revision == sha)
        #expect(deploy.environment == "production")
        #expect(deploy.repository == "acme/cart")
        // Where its report goes is the configuration's business, not the sender's.
        #expect(deploy.destinations.isEmpty)
    }

    @Test func `GitHub's deployment of a branch is known by its commit`() throws {
        #expect(try github(state: "success", ref: "main").deploys.first?.version == String(sha.prefix(12)))
    }

    @Test(arguments: ["pending", "in_progress", "failure", "error", "inactive"])
    func `GitHub's unfinished deployments need no action`(_ state: String) throws {
        let observations = try github(state: state, ref: "main")
        #expect(observations.deploys.isEmpty)
        #expect(observations.note == "a deployment that is '\(state)' is not done")
    }

    @Test func `GitHub's ping needs no action`() throws {
        #expect(try read("deploys/github", "{}", headers: ["X-GitHub-Event": "ping"]).note != nil)
    }

    @Test func `GitHub's form-encoded webhook is signed as it is sent and read by its field`() throws {
        let json =
            #"{"deployment_status":{"state":"success"},"deployment":{"id":7,"sha":"\#(sha)","ref":"a+b c"},"#
            + #""repository":{"full_name":"acme/cart"}}"#
        let escaped = json.utf8.map { byte in
            let plain = Character(Unicode.Scalar(byte))
            if plain == " " { return "+" }
            return plain.isLetter || plain.isNumber
                ? String(plain) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let body = "other=1&payload=" + escaped
        let code = KeyedHash.sha256(key: Array("s3cret".utf8), Array(body.utf8))
        let signature = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let headers = [
            "X-GitHub-Event": "deployment_status", "Content-Type": "application/x-www-form-urlencoded",
            "X-Hub-Signature-256": "sha256=\(signature)",
        ]
        let secrets = WebhookSecrets(github: "s3cret")
        let deploy = try #require(try read("deploys/github", body, headers: headers, secrets: secrets).deploys.first)
        #expect(deploy.revision == sha)
        #expect(deploy.details["ref"]?.string == "a+b c")
        #expect(try refusal("deploys/github", body + "&x=1", headers: headers, secrets: secrets) == .wrongSignature)
        #expect(try refusal("deploys/github", "load=%7B%7D", headers: headers) == .malformed)
    }

    @Test func `GitLab's feature flag event is a change of that flag, and its retry is the same one`() throws {
        let body = #"""
            {"object_kind":"feature_flag","project":{"path_with_namespace":"g/shop"},
             "object_attributes":{"id":6,"name":"fast-pay","description":"x","active":true}}
            """#
        let headers = ["x-gitlab-event": "Feature Flag Hook", "idempotency-key": "f5e5"]
        let observations = try read("deploys/gitlab", body, headers: headers)
        let change = try #require(observations.flagChanges.first)
        #expect(observations.deploys.isEmpty && observations.signals.isEmpty)
        #expect(change.flag == "fast-pay" && change.isOn && change.repository == "g/shop" && change.at == noon)
        let retry = try read("deploys/gitlab", body, headers: headers, at: noon + .seconds(40))
        #expect(retry.flagChanges.map(\.dedupKey) == [change.dedupKey])
        let off = try read("deploys/gitlab", body.replacing("true", with: "false"), at: noon + .seconds(90))
        #expect(off.flagChanges.map(\.isOn) == [false] && off.flagChanges[0].dedupKey != change.dedupKey)
        #expect(try refusal("deploys/gitlab", #"{"object_kind":"feature_flag","object_attributes":{}}"#) == .malformed)
    }

    @Test func `GitLab's full commit id is read from the commit's address`() throws {
        let body = """
            {"object_kind":"deployment","status":"success","status_changed_at":"2026-11-24 11:00:00 +0100",
            "deployment_id":15,"deployable_url":"https://gitlab.example/g/cart/-/jobs/796","environment":"prod",
            "project":{"path_with_namespace":"g/cart"},"ref":"main","short_sha":"01234567",
            "commit_url":"https://gitlab.example/g/cart/-/commit/\(sha)"}
            """
        let deploy = try #require(try read("deploys/gitlab", body).deploys.first)
        #expect(deploy.dedupKey == "gitlab:g/cart:15")
        #expect(deploy.revision == sha)
        #expect(deploy.version == "01234567")
        #expect(deploy.at == noon)
        #expect(deploy.environment == "prod")
    }

    @Test func `Argo CD's manifest revision is not taken for the service's`() throws {
        let body = """
            {"app":"cart","revision":"\(sha)","phase":"Succeeded","finished_at":"2026-11-24T10:00:00Z",
            "namespace":"shop","images":["registry.example:5000/shop/cart:1.5.0@sha256:aa"]}
            """
        let deploy = try #require(try read("deploys/argocd", body).deploys.first)
        #expect(deploy.version == "1.5.0")
        #expect(deploy.revision == nil)
        #expect(deploy.environment == "shop")
        #expect(deploy.dedupKey == "argocd:cart:\(sha):2026-11-24T10:00:00Z")
    }

    private func github(state: String, ref: String) throws -> Observations {
        try read(
            "deploys/github",
            """
            {"action":"created","deployment_status":{"id":1,"state":"\(state)","created_at":"2026-11-24T10:00:00Z",
            "target_url":"https://ci.example/1"},"deployment":{"id":7,"sha":"\(sha)","ref":"\(ref)",
            "environment":"production","payload":{}},"repository":{"full_name":"acme/cart","default_branch":"main"}}
            """, headers: ["X-GitHub-Event": "deployment_status"])
    }
}
