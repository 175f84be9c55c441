import ArgumentParser
import Foundation
import Testing

@testable import Commands

struct EvalCommandTests {
    @Test(arguments: ["/nowhere/at/all", #filePath])
    func `what is no folder is said to be none, with what to do next`(place: String) async throws {
        let command = try EvalRunCommand.parse([place])
        let failure = await #expect(throws: CommandFailure.self) { try await command.run() }
        #expect(failure?.code == 2)
        let words = failure?.description ?? ""
        #expect(words.contains("there is no folder '\(place)'") && words.contains("whyd eval --help"), "\(words)")
    }
}
