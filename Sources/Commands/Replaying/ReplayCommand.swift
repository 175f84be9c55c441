import ArgumentParser
import Casebook
import Investigation
import ToolKit

/// `whyd replay REPORT`: runs every stored call again and shows what changed, or lets another model try.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run a report's stored calls again, or its investigation with another model.",
        discussion: """
            Without --model every stored call is run again on the spans of today: the cells that differ are shown, and \
            every claim is held against the new answers. Spans past their retention are gone, so an old report's calls \
            may find less than they did; spans that came late make rows and counts grow.

            With --model the investigation is run again on the stored answers, by a model of whyd.yaml or by \
            'rulebook', and both results are printed beside each other. Nothing is asked anew: a call that was never \
            made is refused. Nothing is saved.

            Example: whyd replay 12 --model claude-sonnet-5-5
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "Run the investigation again with this model, on the stored evidence.")
    var model: String?

    @Argument(help: "The report's number, as `whyd reports` lists it.")
    var id: Int64

    func run() async throws {
        let parts = try await HouseParts.asking(try house.configuration())
        guard let stored = try await parts.casebook.findReport(id),
            let plan = try await parts.casebook.plan(ofInvestigation: stored.investigationID)
        else {
            throw CommandFailure("there is no report \(id); `whyd reports` lists those there are", code: 2)
        }
        let entries = try await parts.casebook.transcript(of: stored.investigationID)
        let evidence = try await parts.casebook.evidence(ofReport: id)
        if let model {
            guard let opening = entries.opening else {
                throw CommandFailure("report \(id) was made without an investigation; --model has nothing to run again")
            }
            let again = ModelReplay(parts: parts, plan: plan, dossier: opening.dossier, evidence: evidence)
            let report = try await again.run(model)
            print(ReportComparison(before: stored.report, after: report, width: Terminal.standard.width).text)
        } else {
            let replay = EvidenceReplay(registry: parts.registry, plan: plan)
            try await repeatCalls(replay, stored.report, evidence, entries.opening?.dossier.facts ?? Dossier.Facts())
        }
    }

    private func repeatCalls(
        _ replay: EvidenceReplay, _ report: Report, _ evidence: [Evidence], _ facts: Dossier.Facts
    ) async throws {
        var printing = ReplayPrinting()
        var fresh: [Evidence] = []
        for item in evidence {
            let outcome = await replay.outcome(of: item)
            printing.add(item, outcome)
            var item = item
            if case .changed(let output, _) = outcome { item.output = output }
            fresh.append(item)
        }
        printing.add(report, rechecked: replay.rechecked(report, on: fresh, facts: facts))
        print(printing.text, terminator: "")
    }
}
