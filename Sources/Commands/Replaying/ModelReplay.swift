import Casebook
import Foundation
import Investigation
import LanguageModels

/// An investigation run again by another model, on the answers that are stored.
struct ModelReplay {
    let parts: HouseParts
    let plan: InvestigationPlan
    let dossier: Dossier
    let evidence: [Evidence]

    /// Runs it and shows it as it happens; it is recorded in a scratch casebook that is gone afterwards.
    ///
    /// - Throws: `CommandFailure` for a name that is no configured model.
    func run(_ name: String) async throws -> Report {
        let model = try model(named: name)
        let scratch = NSTemporaryDirectory() + "whyd-replay-\(UUID().uuidString.lowercased()).db"
        let casebook = try CaseStore.open(path: scratch, clock: WallClock.now)
        defer {
            try? casebook.close()
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch + suffix) }
        }
        var plan = plan
        plan.id = "replay-\(UUID().uuidString.lowercased())"
        plan.caseID = nil
        plan.destinations = []
        let investigator = Investigator(
            models: [model], registry: StoredAnswers.registry(parts.registry, answering: evidence),
            recorder: casebook, dossiers: StoredDossier(dossier), prompts: parts.prompts, prices: parts.models.prices,
            now: WallClock.now)
        let printer = ProgressPrinter(.standard)
        return try await investigator.investigate(plan) { event in printer.show(event) }
    }

    private func model(named name: String) throws -> any LanguageModel {
        let all: [any LanguageModel] = parts.models.models + [Rulebook()]
        if let model = all.first(where: { [$0.identity.model, "\($0.identity)", $0.identity.provider].contains(name) })
        {
            return model
        }
        for note in parts.models.notes { Terminal.standard.note(note) }
        let names = parts.models.models.map(\.identity.model) + ["rulebook"]
        throw CommandFailure("there is no model '\(name)'; there are \(names.joined(separator: ", "))", code: 2)
    }
}
