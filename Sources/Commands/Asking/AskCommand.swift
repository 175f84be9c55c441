import ArgumentParser
import Investigation
import Telemetry
import TraceQueries

/// `whyd ask`: one question, a streamed and sourced answer.
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask a question about what the services did.",
        discussion: """
            Shows each tool call as it happens and prints an answer whose numbers cite evidence. For follow-up questions \
            use `whyd repl`.

            Example: whyd ask "why is checkout slow for enterprise users?" --last 2h
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "How far back to look, such as 30m or 6h.")
    var last = "1h"

    @Flag(help: "Print the whole report rather than its answer.")
    var report = false

    @Argument(help: "The question, in quotes.")
    var question: String

    func run() async throws {
        let configuration = try house.configuration()
        guard let window = DurationText.parse(last) else {
            throw CommandFailure("--last takes a duration such as 30m or 6h, not '\(last)'", code: 2)
        }
        let parts = try await HouseParts.asking(configuration)
        parts.showNotes()
        let conversation = Conversation(
            investigator: parts.investigator, plans: CasePlan(configuration: configuration), window: window,
            now: WallClock.now, selfTelemetry: parts.borrowedSelfTelemetry)
        let printer = ProgressPrinter(.standard)
        let answer = try await conversation.ask(question) { event in printer.show(event) }
        print(
            report
                ? ReportPrinting.markdown(answer)
                : ReportPrinting.answer(answer, isSaid: printer.hasSaid(answer.answer)))
    }
}
