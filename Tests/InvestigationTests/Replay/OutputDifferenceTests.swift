import JSONValues
import Testing
import ToolKit

@testable import Investigation

struct OutputDifferenceTests {
    private func output(_ rows: [[JSONValue]], summary: String = "s", text: String = "a\nb") -> ToolOutput {
        ToolOutput(
            summary: summary,
            sections: [
                .init(
                    name: "rows",
                    content: .table(
                        ToolTable(columns: [.init("service"), .init("p95", unit: "ms"), .init("count")], rows: rows))),
                .init(name: "tree", content: .text(text)),
            ], backend: "spans.db")
    }

    private var stored: ToolOutput { output([["cart", 12.5, 100], ["pay", 3.25, 20]]) }

    @Test(
        arguments: [
            ([["cart", 12.5, 100], ["pay", 3.25, 20]], "the same"),
            ([["pay", 3.25, 20], ["cart", 12.5, 100]], "the same"),
            ([["cart", 12.500_000_000_001, 100], ["pay", 3.25, 20]], "the same"),
            ([["cart", 12.5, 100], ["mail", 1, 1], ["pay", 3.25, 20]], "the same numbers, 1 more row"),
            ([["cart", 12.5, 100]], "the same numbers, 1 row gone"),
            ([["cart", 12.6, 101], ["pay", 3.25, 20]], "2 cells differ"),
            ([["cart", 12.6, 100], ["mail", 1, 1], ["web", 1, 1]], "1 cell differs, 2 more rows, 1 row gone"),
        ] as [([[JSONValue]], String)])
    func `rows are found by their names and cells compared as numbers`(_ rows: [[JSONValue]], expecting words: String) {
        #expect(OutputDifference(from: stored, to: output(rows)).words == words)
    }

    @Test func `the cells that differ are named`() {
        let difference = OutputDifference(from: stored, to: output([["cart", 12.5, 140], ["pay", 3.25, 20]]))
        #expect(
            difference.cells == [.init(section: "rows", row: "cart", column: "count", before: 100, after: 140)])
    }

    @Test func `words, lines, sections and columns count as well`() {
        let rows: [[JSONValue]] = [["cart", 12.5, 100], ["pay", 3.25, 20]]
        #expect(OutputDifference(from: stored, to: output(rows, summary: "t")).words == "the same numbers, other words")
        #expect(OutputDifference(from: stored, to: output(rows, text: "a\nc")).words == "2 lines of text differ")
        #expect(OutputDifference(from: stored, to: Shop.diff).words == "only one has rows, tree, commits, source")
    }

    @Test func `how much was scanned is no difference, what was found is`() {
        let rows: [[JSONValue]] = [["cart", 12.5, 100]]
        func words(_ before: String, _ after: String) -> String {
            OutputDifference(from: output(rows, summary: before), to: output(rows, summary: after)).words
        }
        #expect(words("7 spans of 90 scanned in 1 groups", "7 spans of 104 scanned in 1 groups") == "the same")
        #expect(words("2 groups are new, 90 spans scanned", "2 groups are new, 95 spans scanned") == "the same")
        #expect(words("0 rows of 90 scanned, window w", "0 rows of 104 scanned, window w") == "the same")
        #expect(words("7 spans of 90 scanned", "8 spans of 90 scanned") == "the same numbers, other words")
    }

    @Test func `rows without names, or with one name twice, are compared by position`() {
        let difference = OutputDifference(
            from: output([["cart", 1, 1], ["cart", 2, 1]]), to: output([["cart", 1, 1], ["cart", 3, 1]]))
        #expect(difference.cells.map(\.row) == ["row 2"])
    }
}
