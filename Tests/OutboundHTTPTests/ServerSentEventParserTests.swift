import OutboundHTTP
import Testing

struct ServerSentEventParserTests {
    private func check(
        _ text: String, expecting events: [ServerSentEvent], _ location: SourceLocation = #_sourceLocation
    ) throws {
        var whole = ServerSentEventParser()
        #expect(try whole.consume(Array(text.utf8)) == events, sourceLocation: location)
        var pieces = ServerSentEventParser()
        let found = try text.utf8.flatMap { try pieces.consume([$0]) }
        #expect(found == events, "byte by byte", sourceLocation: location)
    }

    @Test func `events end with an empty line, whatever ends the lines`() throws {
        for end in ["\n", "\r\n", "\r"] {
            try check(
                "event: a\(end)data: 1\(end)\(end)data: 2\(end)\(end)",
                expecting: [ServerSentEvent(name: "a", data: "1"), ServerSentEvent(data: "2")])
        }
    }

    @Test func `data lines are joined and one blank after the colon is dropped`() throws {
        try check("data:  a\ndata:b\ndata\n\n", expecting: [ServerSentEvent(data: " a\nb\n")])
    }

    @Test func `comments, ids, times and events without data are passed over`() throws {
        try check(": ping\n\nid: 7\nretry: 10\nevent: x\n\ndata: y\n\n", expecting: [ServerSentEvent(data: "y")])
    }

    @Test func `a byte order mark at the start is dropped`() throws {
        try check("\u{FEFF}data: y\n\n", expecting: [ServerSentEvent(data: "y")])
    }

    @Test func `characters that the network cut stay whole`() throws {
        try check("data: Größe 🐢\n\n", expecting: [ServerSentEvent(data: "Größe 🐢")])
    }

    @Test func `an event that the end cuts off is dropped`() throws {
        try check("data: 1\n\ndata: 2\n", expecting: [ServerSentEvent(data: "1")])
    }

    @Test func `an event that never ends is refused`() {
        var parser = ServerSentEventParser(maximumEventBytes: 100)
        #expect(throws: ServerSentEventParser.TooLarge.self) {
            for _ in 0..<30 { _ = try parser.consume(Array("data: 12345\n".utf8)) }
        }
    }
}
