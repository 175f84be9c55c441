import Testing

@testable import Commands

struct TextTableTests {
    @Test func `columns line up and the last is not padded`() {
        var table = TextTable(headers: ["A", "LONG", "C"])
        table.add(["wide one", "x", "end"])
        #expect(table.text == "A         LONG  C\nwide one  x     end\n")
    }
}
