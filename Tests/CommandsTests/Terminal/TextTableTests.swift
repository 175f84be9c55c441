import Testing

@testable import Commands

struct TextTableTests {
    @Test func `columns line up and the last is not padded`() {
        var table = TextTable(headers: ["A", "LONG", "C"])
        table.add(["wide one", "x", "end"])
        #expect(table.text == "A         LONG  C\nwide one  x     end\n")
    }

    @Test func `a near miss is named, nonsense is not`() {
        #expect(NearestWord.to("listen.wen", among: ["listen.web", "log.level"]) == "listen.web")
        #expect(NearestWord.to("zzzzzz", among: ["listen.web", "log.level"]) == nil)
    }

    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("90s", .seconds(90)), ("10m", .seconds(600)),
        ("30d", .seconds(2_592_000)),
    ])
    func `durations are read with their unit`(text: String, expecting duration: Duration) {
        #expect(Commands.DurationText.parse(text) == duration)
    }

    @Test(arguments: ["", "10", "m", "-5m", "1.5h", "10 m"])
    func `what is no duration is refused`(text: String) { #expect(Commands.DurationText.parse(text) == nil) }
}
