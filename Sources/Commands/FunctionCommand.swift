import ArgumentParser
import JSONValues
import Telemetry
import ToolKit
import TraceQueries

/// `whyd function`: what a function of the source does in production.
struct FunctionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "function", abstract: "Show what a function does in production.",
        discussion: """
            Calls, errors and latency by build, callers, exceptions, feature flags, the last commits that changed it, and \
            what is expected of it; or why nothing is observed. The function is read at the repository's head; --revision \
            reads it elsewhere.

            Example: whyd function src/cart.py:add_item --last 24h
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "Only this service, and the repository it is built from.")
    var service: String?

    @Option(help: "Read the source at this commit, tag or branch.")
    var revision: String?

    @Option(help: "How far back to look, such as 6h or 30d.")
    var last = "7d"

    @Argument(help: "The file's path and the function's name, such as src/cart.py:add_item.")
    var function: String

    func run() async throws {
        guard let window = DurationText.parse(last) else {
            throw CommandFailure("--last takes a duration such as 6h or 30d, not '\(last)'", code: 2)
        }
        let parts = try await HouseParts.reading(try house.configuration())
        let range = TimeRange(last: window, before: WallClock.now())
        var arguments: [String: JSONValue] = ["function": .string(function)]
        arguments["service"] = service.map(JSONValue.string)
        arguments["revision"] = revision.map(JSONValue.string)
        let context = ToolContext(window: range, baseline: range, now: range.end)
        switch await parts.registry.call("describe_function", .object(arguments), context) {
        case .success(let output): print(ToolOutputText(output).text, terminator: "")
        case .failure(let failure):
            throw CommandFailure(
                failure.hint.map { "\(failure.message) (\($0))" } ?? failure.message,
                code: failure.code == .notFound || failure.code == .invalidArguments ? 2 : 1)
        }
    }
}
