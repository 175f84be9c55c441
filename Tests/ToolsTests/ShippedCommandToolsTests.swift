import Foundation
import JSONValues
import Telemetry
import TestSupport
import Testing
import ToolKit

@testable import Tools

/// The command tools that come with whyd: all are valid, and those whose program is on this machine really run.
struct ShippedCommandToolsTests {
    private static let path = "/usr/local/bin:/usr/bin:/bin"
    private static let context = ToolContext(
        window: TimeRange(start: Timestamp(seconds: 1_790_000_000), end: Timestamp(seconds: 1_790_000_600)),
        baseline: TimeRange(start: Timestamp(seconds: 1_789_999_000), end: Timestamp(seconds: 1_790_000_000)),
        now: Timestamp(seconds: 1_790_000_600))

    private static func has(_ program: String) -> Bool {
        path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    private static func call(
        _ name: String, _ arguments: JSONValue, _ environment: [String: String] = [:]
    ) async throws -> String {
        let tool = try #require(try ShippedCommandTools.tool(name))
        let variables = environment.merging(["PATH": path]) { own, _ in own }
        let output = try await ToolRegistry([tool.tool(environment: variables)])
            .call(name, arguments, context).get()
        guard case .text(let text)? = output.sections.first?.content else { return output.summary }
        return text
    }

    @Test(arguments: ShippedCommandTools.names)
    func `a shipped file is valid, read-only, and found under its own name`(_ name: String) throws {
        let tool = try #require(try ShippedCommandTools.tool(name))
        #expect(tool.name.text == name)
        let definition = tool.tool(environment: [:]).definition
        #expect(definition.words.inputSchema["additionalProperties"] == false)
        #expect(definition.words.description.count > 80)
        #expect(tool.missingPrograms(path: "/nonexistent").count == 1)
    }

    @Test func `an unknown name is nobody's`() throws { #expect(try ShippedCommandTools.tool("rm") == nil) }

    @Test(.enabled(if: has("journalctl"), "journalctl is not on this machine (apt: systemd)"))
    func `journalctl takes the arguments it is given`() async throws {
        // A machine without a journal has no lines; a wrong argument would be an error.
        for arguments in [
            ["unit": "whyd-nothing.service"], ["unit": "whyd-nothing.service", "contains": "kill|oom", "lines": 5],
        ] as [JSONValue] {
            let text = try await Self.call("journalctl", arguments)
            #expect(!text.lowercased().contains("invalid") && !text.contains("Failed to parse"), "\(text)")
        }
    }

    @Test(.enabled(if: has("curl"), "curl is not on this machine"))
    func `promql asks a Prometheus at the end of the window`() async throws {
        let server = try LoopbackServer { _ in
            LoopbackReply.response(
                200, headers: ["content-type": "application/json"],
                #"{"status":"success","data":{"resultType":"vector","result":[]}}"#)
        }
        defer { server.stop() }
        let text = try await Self.call(
            "promql", ["query": #"rate(a{b="c d"}[5m])"#], ["PROMETHEUS_URL": server.url])
        #expect(text.contains(#""status":"success""#))
        let target = try #require(server.requests.first?.target.lowercased())
        #expect(target.hasPrefix("/api/v1/query?query=rate%28a%7bb%3d%22c"), "\(target)")
        #expect(target.contains("time=2026-09-21t14%3a23%3a20"), "\(target)")
    }

    @Test(.enabled(if: has("kubectl"), "kubectl is not on this machine"))
    func `kubectl lists pods of a namespace`() async throws {
        let server = try LoopbackServer { Self.kubernetes($0) }
        defer { server.stop() }
        let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let configuration = home.appending(path: "config")
        try Data(
            """
            {"apiVersion": "v1", "kind": "Config", "current-context": "t",
             "clusters": [{"name": "t", "cluster": {"server": "\(server.url)"}}],
             "contexts": [{"name": "t", "context": {"cluster": "t", "user": "t"}}],
             "users": [{"name": "t", "user": {}}]}
            """.utf8
        ).write(to: configuration)
        let text = try await Self.call(
            "kubectl_get", ["kind": "pods", "namespace": "shop", "selector": "app=cart"],
            ["KUBECONFIG": configuration.path, "HOME": home.path])
        #expect(text.contains("cart-7d9f") && text.contains("CrashLoopBackOff"), "\(text)")
        #expect(server.requests.contains { $0.target.contains("labelSelector=app%3Dcart") })
        #expect(server.requests.allSatisfy { $0.method == "GET" })
    }

    private static func kubernetes(_ request: LoopbackRequest) -> LoopbackReply {
        let path = request.target.split(separator: "?").first.map(String.init) ?? ""
        let bodies = [
            "/api": #"{"kind":"APIVersions","versions":["v1"]}"#,
            "/apis": #"{"kind":"APIGroupList","apiVersion":"v1","groups":[]}"#,
            "/api/v1": """
            {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"pod",
            "namespaced":true,"kind":"Pod","verbs":["get","list"],"shortNames":["po"]}]}
            """,
            "/api/v1/namespaces/shop/pods": """
            {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{},"columnDefinitions":[
            {"name":"Name","type":"string"},{"name":"Status","type":"string"}],
            "rows":[{"cells":["cart-7d9f","CrashLoopBackOff"],"object":{"kind":"PartialObjectMetadata",
            "apiVersion":"meta.k8s.io/v1","metadata":{"name":"cart-7d9f","namespace":"shop"}}}]}
            """,
        ]
        guard let body = bodies[path] else { return LoopbackReply.response(404, "{}") }
        return LoopbackReply.response(200, headers: ["content-type": "application/json"], body)
    }

    private static let postgres = ProcessInfo.processInfo.environment["WHYD_LIVE_PGHOST"]

    @Test(.enabled(if: postgres != nil && has("psql"), "WHYD_LIVE_PGHOST names no server, or no psql"))
    func `psql shows what a server is doing`() async throws {
        let text = try await Self.call(
            "psql_activity", [:],
            ["PGHOST": try #require(Self.postgres), "PGUSER": "postgres", "PGDATABASE": "postgres"])
        #expect(text.contains("state,wait_event_type,wait_event,sessions"), "\(text)")
        #expect(text.contains("pid,state,seconds,blocked_by,query"), "\(text)")
    }
}
