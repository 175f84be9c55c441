import Casebook
import Investigation
import JSONValues
import Serving
import Telemetry
import Testing
import ToolKit

@Suite(.timeLimit(.minutes(1)))
struct HousePagesTests {
    @Test func `the list shows each report with what was checked`() async throws {
        let answer = try await get("/")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
        #expect(answer.text.contains(#"href="/reports/1""#))
        #expect(answer.text.contains("1 of 3 claims verified"))
    }

    @Test(arguments: [
        "cart 1.5.0 divides by zero", "found in evidence", "E1 has 47.5 ms in that cell", "POST /buy",
        #"class="mark verified" title="verified""#, #"class="claim rejected""#, #"<details id="E1">"#, "0.1203",
        "still going on", "no window", "before it ran 1.4.2", "0123456789ab</code>",
        "+    return total / len(cart.discounts)", "Roll back cart to 1.4.2", "rulebook/1", "\u{2212}95 s",
    ])
    func `a report shows its parts`(_ text: String) async throws {
        let answer = try await get("/reports/1")
        #expect(answer.status == 200)
        #expect(answer.text.contains(text))
    }

    @Test func `the course is drawn to scale, with the window and the onset`() async throws {
        let times = [0, 100, 200].map { sampleTime + .seconds($0) }
        var evidence = SampleReport.evidence
        evidence[0].output.window = TimeRange(start: times[1], end: times[2])
        evidence[0].output.notes = ["course: cart POST /add, every 100 s"]
        evidence[0].output.sections = [
            .init(
                name: "course",
                content: .table(
                    ToolTable(
                        columns: [
                            .init("time", unit: "utc"), .init("errors", unit: "share"), .init("p90", unit: "ms"),
                        ],
                        rows: zip(times, [(0.0, 20.0), (0.25, 40), (0.5, 10)]).map {
                            [.string("\($0)"), .number($1.0), .number($1.1)]
                        })))
        ]
        var report = SampleReport.report
        report.onset = times[1]
        let text = try await get("/reports/1", report, evidence).text
        #expect(text.contains("cart POST /add, every 100 s"))
        #expect(text.contains(#"points="0,64 360,34 720,4""#) && text.contains("up to 50 %"))
        #expect(text.contains(#"points="0,34 360,4 720,49""#) && text.contains("up to 40 ms"))
        #expect(text.contains(#"class="window" x="360" y="0" width="360" height="64""#))
        #expect(text.contains(#"class="onset" x1="360" x2="360" y1="0" y2="64""#))
    }

    @Test(arguments: [[], [["soon", 0.5]], [["2023-11-14T22:13:20.000Z", 0.5]]] as [[[JSONValue]]])
    func `a course that cannot be drawn is left out`(_ rows: [[JSONValue]]) async throws {
        var evidence = SampleReport.evidence
        let table = ToolTable(columns: [.init("time", unit: "utc"), .init("errors", unit: "share")], rows: rows)
        evidence[0].output.sections = [.init(name: "course", content: .table(table))]
        let answer = try await get("/reports/1", SampleReport.report, evidence)
        #expect(answer.status == 200 && !answer.text.contains("<svg"))
    }

    @Test func `no page loads anything from elsewhere, and browsers are told not to`() async throws {
        for path in ["/", "/reports/1"] {
            let answer = try await get(path)
            #expect(!answer.text.contains("http://") && !answer.text.contains("https://"))
            #expect(!answer.text.contains("<script") && !answer.text.contains("style="))
            let policy = answer.headers["content-security-policy"] ?? ""
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self'"))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
        }
    }

    @Test func `text from outside cannot become markup`() async throws {
        let attack = #"</pre><script>alert(1)</script><img src=x onerror="alert(1)">'"#
        var report = SampleReport.report
        report.title = attack
        report.answer = attack
        report.claims[0].text = attack
        report.suspects[0].hunk = "+\(attack)"
        report.suspects[0].title = attack
        report.notes = [attack]
        var evidence = SampleReport.evidence
        evidence[0].output.summary = attack
        evidence[0].output.sections[0].name = attack
        evidence[1].output.sections = [.init(name: "source", content: .text(attack))]
        for path in ["/", "/reports/1"] {
            let answer = try await get(path, report, evidence)
            #expect(answer.status == 200)
            #expect(!answer.text.contains("<script"))
            #expect(!answer.text.contains("<img"))
            #expect(answer.text.contains("&lt;script&gt;"))
        }
    }

    @Test(arguments: ["/reports/8", "/reports/x", "/reports/../../etc/passwd"])
    func `a report that is not there is said so`(_ path: String) async throws {
        #expect(try await get(path).status == 404)
    }

    @Test func `the API gives a report with its evidence`() async throws {
        let answer = try await get("/api/reports/1")
        let body = try JSONValue(parsing: answer.body)
        #expect(body["report"]?["title"]?.string == SampleReport.report.title)
        #expect(body["evidence"]?.array?.count == 2)
        #expect(body["verified_claims"]?.integer == 1)
        #expect(try await get("/api/reports/8").status == 404)
        #expect(try await get("/api/reports/x").status == 400)
        let list = try JSONValue(parsing: try await get("/api/reports").body)
        #expect(list["reports"]?.array?.count == 1)
    }

    @Test func `the API lists cases by state`() async throws {
        let (open, closed, unknown) = try await withHouse { house in
            _ = try await house.casebook.record(
                Signal(dedupKey: "k", kind: .alert, source: "test", title: "t", startedAt: sampleTime))
            return (
                try await house.http.send("GET", "/api/cases?state=open"),
                try await house.http.send("GET", "/api/cases?state=closed"),
                try await house.http.send("GET", "/api/cases?state=lost")
            )
        }
        #expect(try JSONValue(parsing: open.body)["cases"]?[0]?["title"]?.string == "t")
        #expect(try JSONValue(parsing: closed.body)["cases"]?.array?.isEmpty == true)
        #expect(unknown.status == 400)
    }

    @Test func `a page of another site gets nothing`() async throws {
        try await withHouse { house in
            let foreign = try await house.http.send("GET", "/api/reports", headers: ["origin": "https://evil.example"])
            #expect(foreign.status == 403)
            let rebound = try await RawConnection.exchange(
                Array("GET /api/reports HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n".utf8),
                port: house.http.port)
            #expect(PlainHTTP.parse(rebound).status == 421)
        }
    }

    private func get(
        _ path: String, _ report: Report = SampleReport.report, _ evidence: [Evidence] = SampleReport.evidence
    ) async throws -> PlainHTTP.Answer {
        try await withHouse { house in
            try await SampleReport.publish(report, evidence, in: house.casebook)
            return try await house.http.send("GET", path)
        }
    }
}
