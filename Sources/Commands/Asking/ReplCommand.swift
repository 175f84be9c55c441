import ArgumentParser
import Casebook
import Foundation
import Investigation
import TraceQueries

/// `whyd repl`: questions and follow-up questions.
struct ReplCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "Ask questions in a conversation that keeps its context.",
        discussion: "Lines that begin with / are commands; /help lists them. Ctrl-C stops a run and keeps what it had.")

    @OptionGroup var house: HouseOptions

    @Option(help: "How far back to look, such as 30m or 6h.")
    var last = "1h"

    func run() async throws {
        let configuration = try house.configuration()
        guard let window = DurationText.parse(last) else {
            throw CommandFailure("--last takes a duration such as 30m or 6h, not '\(last)'", code: 2)
        }
        let parts = try await HouseParts.asking(configuration)
        parts.showNotes()
        let session = ReplSession(
            parts: parts,
            conversation: Conversation(
                investigator: parts.investigator, plans: CasePlan(configuration: configuration), window: window,
                now: WallClock.now, selfTelemetry: parts.borrowedSelfTelemetry))
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let editor =
            isTerminal
            ? LineEditor(historyFile: configuration.data + "/history", words: ReplSession.commands.map(\.name)) : nil
        if isTerminal { print("Ask about your services, or /help. Ctrl-D leaves.") }
        // Interrupts are for the run, never for the process; at the prompt they only clear the line.
        let interrupts = Interrupts()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await interrupts.watch() }
            while let line = await editor?.readLine() ?? (editor == nil ? readLine() : nil) {
                guard await session.handle(line, interrupts: interrupts) else { break }
            }
            group.cancelAll()
        }
        await editor?.close()
    }
}
