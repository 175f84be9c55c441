import Detection
import Testing

@testable import Commands

struct ConfigurationTests {
    @Test func `an empty file gives the documented defaults`() throws {
        let configuration = try Configuration(text: "", file: "whyd.yaml")
        #expect(configuration.listen.otlpHTTP == 4318)
        #expect(configuration.listen.requestBytes == 64 << 20)
        #expect(configuration.spans.keep == .seconds(3 * 86400))
        #expect(configuration.spans.cacheBytes == 256 << 20)
        #expect(configuration.watchWindows == [.seconds(600), .seconds(3600), .seconds(86400)])
        #expect(configuration.models.isEmpty)
        #expect(configuration.destinations["github"]?.tokenVariable == "GITHUB_TOKEN")
    }

    @Test func `lists of mappings are read in order`() throws {
        let configuration = try Configuration(
            text: """
                repositories:
                  - path: ../shop
                    services: [checkout, payment]
                  - path: ../other
                models:
                  - provider: anthropic
                    model: claude-sonnet-5-5
                    key_variable: ANTHROPIC_API_KEY
                    output_dollars: 10
                """, file: "whyd.yaml")
        #expect(configuration.repositories.map(\.path) == ["../shop", "../other"])
        #expect(configuration.repositories[0].services == ["checkout", "payment"])
        #expect(configuration.models[0].outputDollars == 10)
        #expect(configuration.models[0].apiVersion == "2026-10-21")
        #expect(configuration.models[0].idleTime == .seconds(90) && configuration.models[0].attempts == 3)
    }

    @Test func `an objective may say how slow a request may be`() throws {
        let configuration = try Configuration(
            text: """
                slo:
                  - {service: shop, objective: 0.999, latency: 300ms}
                  - {service: stock, objective: 0.99}
                """, file: "whyd.yaml")
        let objectives = configuration.objectives.map { ServiceLevelObjective($0) }
        #expect(objectives.map(\.latencyMilliseconds) == [300, nil])
        #expect(configuration.detection.settling == .seconds(10))
    }

    @Test func `reports can be linked and sent to a webhook`() throws {
        let configuration = try Configuration(
            text: """
                listen: {page_url: "https://whyd.example/"}
                webhook: {url: "https://hooks.example/whyd"}
                """, file: "whyd.yaml")
        #expect(configuration.listen.link(toReport: 7) == "https://whyd.example/reports/7")
        #expect(configuration.destinations["webhook"]?.baseURL == "https://hooks.example/whyd")
        #expect(configuration.destinations["webhook"]?.tokenVariable == "WHYD_WEBHOOK_SECRET")
        #expect(try Configuration(text: "", file: "whyd.yaml").listen.link(toReport: 7) == nil)
    }

    @Test(arguments: [
        ("lisen:\n  web: 1", "whyd.yaml:2:8: unknown key 'lisen.web' (did you mean 'listen.web'?"),
        ("listen:\n  web: many", "whyd.yaml:2:8: 'listen.web' must be a whole number from 0 to 65535"),
        ("listen:\n  web: 70000", "'listen.web' must be a whole number from 0 to 65535"),
        ("spans:\n  keep: soon", "'spans.keep' must be a duration such as 90s, 10m, 6h or 30d"),
        ("models:\n  - model: x", "'models[0]' needs 'provider'"),
        ("models:\n  - provider: mainframe\n    model: x", "must be one of anthropic, openai, openai-compatible"),
        ("- a list", "whyd.yaml:1:1: the file must hold keys and values"),
        ("budget: 3", "'budget' is a section, not a value"),
        ("data: [", "not valid YAML"),
        ("slo:\n  - service: shop\n    objective: 99.9", "must be a share above 0 and below 1, such as 0.999"),
        ("slo:\n  - service: shop\n    objective: 1", "must be a share above 0 and below 1, such as 0.999"),
        ("detection:\n  enabled: \"perhaps\"", "'detection.enabled' must be true or false"),
    ])
    func `a wrong file says where and what`(text: String, expecting words: String) {
        let error = #expect(throws: ConfigurationError.self) { try Configuration(text: text, file: "whyd.yaml") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("", true), ("spans: {keep: 7d}", true), ("spans: {keep: 8d}", false), ("detection: {enabled: false}", false),
    ])
    func `spans kept for less than a week are told to leave the hour of the week unknown`(text: String, isTold: Bool)
        throws
    {
        #expect((try Configuration(text: text, file: "whyd.yaml").detectionNote != nil) == isTold)
    }

    @Test func `the documented file, uncommented, is valid`() throws {
        let lines = ConfigurationText.documented.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        let uncommented = lines.map { $0.hasPrefix("# ") ? $0.dropFirst(2) : $0 }.joined(separator: "\n")
        let configuration = try Configuration(text: uncommented, file: "whyd.yaml")
        #expect(configuration.listen.web == 4319)
        #expect(configuration.repositories.count == 1)
    }
}
