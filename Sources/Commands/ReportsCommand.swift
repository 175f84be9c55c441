import ArgumentParser
import Casebook
import Investigation

/// `whyd reports`: what was found, newest first.
struct ReportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports", abstract: "List reports, newest first.",
        discussion: "Read one with `whyd report ID`.")

    @OptionGroup var house: HouseOptions

    @Option(help: "Only reports about this service.")
    var service: String?

    @Option(name: .customLong("case"), help: "Only reports of this case.")
    var caseID: Int64?

    @Option(help: "At most this many.")
    var limit = 20

    func run() async throws {
        let reports = try await house.casebook().reports(ofCase: caseID, service: service, limit: limit)
        guard !reports.isEmpty else {
            print("no reports yet; `whyd cases` shows what is being investigated")
            return
        }
        var table = TextTable(headers: ["REPORT", "MADE (UTC)", "OUTCOME", "CONFIDENCE", "CLAIMS", "SERVICE", "TITLE"])
        for report in reports {
            table.add([
                "\(report.id)", "\(report.createdAt)", report.outcome.rawValue, report.confidence.rawValue,
                "\(report.verifiedClaims)/\(report.claims)", report.service ?? "-",
                (report.isFinal ? "" : "(first) ") + String(report.title.prefix(90)),
            ])
        }
        print(table.text, terminator: "")
    }
}
