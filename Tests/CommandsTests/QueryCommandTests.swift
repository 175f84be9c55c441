import ArgumentParser
import Testing

@testable import Commands

struct QueryCommandTests {
    private func check(_ query: String) async throws {
        let command = try QueryCommand.parse(["--check", query])
        try await command.run()
    }

    @Test(arguments: [
        "{ status = error } !< { status = error }", "100 * ({ status = error } | rate()) / ({ } | rate())",
        "{ .a } && { .b } | compare({ childCount > 1 })", "{ nestedSetParent < 0 }",
    ])
    func `a query that is right is checked and not run`(query: String) async throws {
        try await check(query)
    }

    @Test(arguments: [
        ("{ status = }", "line 1, column 12"), ("{ } | rate() with(fast=true)", "line 1, column 19"),
        ("({ } | rate()) / { } | rate()", "line 1, column 18"), ("{ span:foo = 1 }", "line 1, column 3"),
    ])
    func `a query that is wrong ends in 2, with its place`(query: String, place: String) async {
        let failure = await #expect(throws: CommandFailure.self) { try await check(query) }
        #expect(failure?.code == 2)
        #expect(failure?.description.hasPrefix(place) == true, "\(failure?.description ?? "")")
    }

    @Test func `a query that begins with a minus is not taken for options`() {
        #expect(
            WhydCommand.queryLast(["query", "-1.5 * ({} | rate())", "--check"])
                == ["query", "--check", "--", "-1.5 * ({} | rate())"])
        for arguments in [["query", "--from", "-1h", "-h"], ["query", "--", "-1"], ["query", "{ .a = -1 }"]] {
            #expect(WhydCommand.queryLast(arguments[...]) == arguments)
        }
    }
}
