import ArgumentParser
import Casebook
import Evaluation
import Foundation
import Investigation
import Telemetry

/// `whyd eval export CASE`: a finished case of one's own as a case that `whyd eval` runs.
struct EvalExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a finished case of your own as a case folder for `whyd eval`.",
        discussion: """
            The folder holds the spans and log records of the case's window and baseline as OTLP, what was asked, and \
            the truth: the service that the case's report blames, unless --truth names another. Trace and span ids, \
            secrets and personal data are replaced by pseudonyms; names of services and operations stay, so look at it \
            before you give it away.

              whyd eval export 12 --to cases/checkout-errors
              whyd eval cases
            """)

    @OptionGroup var house: HouseOptions

    @Argument(help: "The case's number, as `whyd cases` lists it.")
    var id: Int64

    @Option(name: .customLong("to"), help: "The folder to write; it must not exist yet.")
    var folder: String

    @Option(help: "The service that was at fault, or 'none'; needed where the report was judged wrong.")
    var truth: String?

    func run() async throws {
        let parts = try await HouseParts.reading(try house.configuration())
        guard try await parts.casebook.findCase(id) != nil else {
            throw CommandFailure("there is no case \(id); `whyd cases` lists those there are", code: 2)
        }
        guard let plan = try await parts.casebook.plans(ofCase: id).first,
            let stored = try await parts.casebook.findReport(ofInvestigation: plan.id), stored.isFinal
        else {
            throw CommandFailure("case \(id) has no finished report yet; wait for it, or see `whyd cases`", code: 2)
        }
        let truth = try await known(stored, parts.casebook)
        do {
            let written = try await CaseExport(key: UUID().uuidString).write(
                ExportedCase(id: "case-\(id)", plan), truth, from: parts.spans, to: URL(filePath: folder))
            print(
                "wrote \(written.spans) spans and \(written.records) log records to \(folder); the truth is "
                    + "\(truth.service ?? "that nothing was wrong") (verdict: \(truth.verdict))")
        } catch let error as EvaluationError {
            throw CommandFailure("\(error)")
        }
        await parts.close()
    }

    private func known(_ stored: StoredReport, _ casebook: CaseStore) async throws -> ExportedCase.Truth {
        if let truth { return ExportedCase.Truth(service: truth == "none" ? nil : truth, verdict: "given") }
        let verdict = try await casebook.verdicts(ofReport: stored.id).first?.judgement
        if verdict == .wrong {
            throw CommandFailure(
                "the report of case \(id) was judged wrong; say which service it was with --truth", code: 2)
        }
        switch (stored.report.outcome, stored.report.cause?.path.first?.service) {
        case (.noFault, _): return ExportedCase.Truth(service: nil, verdict: verdict?.rawValue ?? "none")
        case (_, .some(let service)): return ExportedCase.Truth(service: service, verdict: verdict?.rawValue ?? "none")
        default: throw CommandFailure("the report of case \(id) names no cause; say it with --truth", code: 2)
        }
    }
}
