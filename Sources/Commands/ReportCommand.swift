import ArgumentParser
import Casebook
import Investigation
import JSONValues

/// `whyd report ID`: one report, whole.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print one report, as Markdown or JSON.")

    /// How a report is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable { case markdown, json }

    @OptionGroup var house: HouseOptions

    @Option(help: "markdown, or json with the evidence behind every claim.")
    var format = Format.markdown

    @Argument(help: "The report's number, as `whyd reports` lists it.")
    var id: Int64

    func run() async throws {
        let casebook = try house.casebook()
        guard let stored = try await casebook.findReport(id) else {
            throw CommandFailure("there is no report \(id); `whyd reports` lists those there are", code: 2)
        }
        switch format {
        case .markdown:
            print(ReportPrinting.markdown(stored.report))
        case .json:
            let evidence = try await casebook.evidence(ofReport: id)
            let value: JSONValue = .object([
                "id": .integer(id), "report": try JSONValue(encoding: stored.report),
                "evidence": try JSONValue(encoding: evidence),
            ])
            print(value.prettyText)
        }
    }
}
