import Investigation
import JSONValues
import Telemetry
import Testing

@testable import Casebook
@testable import Deliveries

struct MarkdownTests {
    private func check(_ outside: String, expecting markdown: String) {
        #expect(MarkdownText.escaped(outside) == markdown)
    }

    @Test func `words from outside lose their power and keep their sense`() {
        check("plain words, 12 % of 3.5 s", expecting: "plain words, 12 %\u{200B} of 3.5 s")
        check("@team", expecting: "@\u{200B}team")
        check("#12", expecting: "#\u{200B}12")
        check("shop/shop#12", expecting: "shop/shop#\u{200B}12")
        check("GH-7", expecting: "GH-\u{200B}7")
        check("<img src=x>", expecting: "&lt;img src=x&gt;")
        check("![x](y)", expecting: #"\!\[x\]\(y\)"#)
        check("https://a.example.com", expecting: "https:\u{200B}/\u{200B}/a.example.com")
        check("www.a.example.com", expecting: "www\u{200B}.a.example.com")
        check("/close", expecting: "\u{200B}/close")
        check("GET /pay", expecting: "GET /pay")
        check("- x", expecting: #"\- x"#)
        check("a_b*c", expecting: #"a\_b\*c"#)
    }

    @Test func `a whole comment holds no mention, image, link, tag or command from outside`() {
        let text = MarkdownText.render(
            ReportMessage(stored(troubled()), link: nil), marker: "<!-- m -->", limit: 65_000)
        for bait in ["@team", "@me", "<!channel>", "![", "](http", "<img", "://evil", "www.evil", "GH-7"] {
            #expect(!outsideOfCode(text).contains(bait), "\(bait) survived")
        }
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("/") })
        #expect(text.contains("`1.6.0'@team'`"))
        #expect(text.hasSuffix("<!-- m -->\n"))
        #expect(!text.contains("this was rejected"))
    }

    @Test func `the largest report fits every limit and stays balanced`() throws {
        var report = troubled()
        let long = String(repeating: "🚀`*_[<@team&\n", count: 2_000)
        report.title = long
        report.answer = long
        report.suspects = (0..<500).map { Suspect(kind: .commit, name: "\($0)\(long)", reason: long, title: long) }
        report.claims = (0..<500).map { _ in Claim(text: long, outcome: .init(.verified)) }
        report.nextSteps = (0..<500).map { _ in long }
        let message = ReportMessage(stored(report), link: "http://whyd.example.com/reports/1")
        let markdown = MarkdownText.render(message, marker: "<!-- m -->", limit: 65_000)
        #expect(markdown.unicodeScalars.count <= 65_000)
        #expect(markdown.filter { $0 == "`" }.count(where: { _ in true }).isMultiple(of: 2))
        let short = MarkdownText.render(message, marker: "<!-- m -->", limit: 1500)
        #expect(short.unicodeScalars.count <= 1500 && short.hasSuffix("<!-- m -->\n"))
        let plain = PlainText.render(message, end: "Reference k", limit: 2000)
        #expect(plain.unicodeScalars.count <= 2000 && plain.hasSuffix("Reference k"))
        #expect(JiraDocument.render(message, reference: "Reference k", limit: 30_000).text.count <= 30_000)
        let blocks = SlackMessage.blocks(Parcel(report: stored(report), sentAt: noon))
        #expect(blocks.count <= 50 && JSONValue.array(blocks).text.utf8.count < 16_000)
    }

    /// Code spans are literal wherever this Markdown goes; escaped backticks open none.
    private func outsideOfCode(_ text: String) -> String {
        text.replacing("\\`", with: "").split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined()
    }
}

func stored(_ report: Report) -> StoredReport {
    StoredReport(
        id: 1, key: "0b5f6a52-key", investigationID: "inv-1", caseID: nil, isFinal: true, createdAt: noon,
        updatedAt: noon, report: report)
}
