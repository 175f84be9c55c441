import ArgumentParser
import Casebook
import Investigation
import ToolKit

/// `whyd replay REPORT`: runs every stored call again and shows what changed.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run a report's stored calls again and show what changed.",
        discussion: "Spans past their retention are gone, so an old report's calls may find less than they did.")

    @OptionGroup var house: HouseOptions

    @Argument(help: "The report's number.")
    var id: Int64

    func run() async throws {
        let parts = try await HouseParts.reading(try house.configuration())
        guard let stored = try await parts.casebook.findReport(id),
            let plan = try await parts.casebook.plan(ofInvestigation: stored.investigationID)
        else {
            throw CommandFailure("there is no report \(id); `whyd reports` lists those there are", code: 2)
        }
        let replay = EvidenceReplay(registry: parts.registry, plan: plan)
        var table = TextTable(headers: ["EVIDENCE", "TOOL", "OUTCOME"])
        for evidence in try await parts.casebook.evidence(ofReport: id) {
            let outcome = await replay.outcome(of: evidence)
            table.add(["\(evidence.id)", evidence.tool, Self.words(outcome)])
        }
        print(table.text, terminator: "")
    }

    private static func words(_ outcome: EvidenceReplay.Outcome) -> String {
        switch outcome {
        case .same: "the same"
        case .changed(let now): "changed: \(now.summary)"
        case .failed(let failure): "failed: \(failure)"
        case .notReplayable: "the dossier, which is not a tool's call"
        }
    }
}
