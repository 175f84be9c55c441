import JSONValues
import Telemetry
import Testing
import ToolKit

struct OutputTests {
    @Test func `what a model reads is golden`() {
        let table = ToolTable(
            columns: [.init("service"), .init("p99", unit: "ms"), .init("message", isUntrusted: true)],
            rows: [["cart", 843.2, "\u{1B}[31mboom\u{1B}[0m \u{202E}txt"], ["web", 12, nil]])
        let output = ToolOutput(
            summary: "2 services, by p99",
            sections: [
                .init(name: "groups", content: .table(table)), .init(name: "source", content: .text("1: a\n2: b")),
            ],
            backend: "spans.db",
            window: TimeRange(start: Timestamp(seconds: 0), end: Timestamp(seconds: 60)), isComplete: false)
        let text = RenderedOutput(output, evidence: "E7", budget: ["steps_left": 3]).text
        #expect(
            text == #"{"budget":{"steps_left":3},"evidence":"E7","notes":["this is not everything there was"],"#
                + #""summary":"2 services, by p99","tables":[{"columns":["service","p99","message"],"name":"groups","#
                + #""rows":[["cart",843.2,"boom txt"],["web",12,null]],"units":{"p99":"ms"},"untrusted":["message"]}],"#
                + #""texts":[{"name":"source","text":"1: a\n2: b"}],"#
                + #""window":"1970-01-01T00:00:00.000Z/1970-01-01T00:01:00.000Z"}"#)
    }

    @Test func `a large output keeps to the cap and says what was cut`() {
        let rows = (0..<1000).map { [JSONValue.integer(Int64($0)), .string(String(repeating: "x", count: 400))] }
        let table = ToolTable(columns: [.init("n"), .init("body", isUntrusted: true)], rows: rows)
        let long = (1...5000).map { "\($0): line" }.joined(separator: "\n")
        let output = ToolOutput(
            summary: "much",
            sections: [.init(name: "rows", content: .table(table)), .init(name: "log", content: .text(long))],
            backend: "")
        let rendered = RenderedOutput(output, evidence: "E2", cap: OutputCap(bytes: 8000))
        #expect(rendered.text.utf8.count < 9000)
        #expect(
            rendered.cut.contains {
                $0.hasPrefix("table rows: ") && $0.contains("of 1000 rows shown; read_evidence E2")
            })
        #expect(rendered.cut.contains { $0.hasPrefix("text log: ") && $0.contains("of 5000 lines") })
        #expect(rendered.cut.contains { $0.contains("cells shortened") })
    }

    @Test(arguments: [
        ("\u{1B}]0;title\u{07}after", "after"), ("\u{1B}]8;;http://x\u{1B}\\link", "link"),
        ("a\u{200B}b\u{FEFF}", "ab"),
        ("\u{202E}gnp.exe", "gnp.exe"), ("tab\tand\nline", "tab\tand\nline"), ("\u{9B}31mred", "red"),
        ("\u{E0041}\u{E0042}x", "x"), ("Grüße, 世界", "Grüße, 世界"), ("bell\u{07}\u{00}", "bell"), ("a\rb", "ab"),
    ])
    func `text from outside shows what it is`(_ text: String, _ expected: String) {
        #expect(UntrustedText.cleaned(text) == expected)
    }

    @Test func `words of a tool are text and one schema`() throws {
        let words = try ToolWords(markdown: "Does it.\n\nWell.\n\n```json\n{\"type\":\"object\"}\n```\n")
        #expect(words.description == "Does it.\n\nWell.")
        #expect(words.inputSchema == ["type": "object"])
        for broken in [
            "no fence", "```json\n{", "```json\n{}\n```", "```json\n[\n```", "```json\n{\"type\":\"x\"}\n```",
        ] {
            #expect(throws: ToolWordsError.self) { try ToolWords(markdown: broken) }
        }
    }
}
