import LanguageModels
import TestSupport
import Testing

@testable import Investigation

/// What all investigations of a day may cost together.
struct DayBudgetTests {
    private static let paid = ModelIdentity(provider: "anthropic", model: "a")
    private static let prices = PriceTable(["anthropic/a": .init(input: 1000, output: 1000)])

    private func investigate(
        _ id: String, _ models: [any LanguageModel], _ recorder: InMemoryRecorder, perDay: Double
    ) async throws -> Report {
        try await Investigator(
            models: models, registry: Shop.registry(), recorder: recorder, dossiers: Shop.Dossiers(),
            prices: Self.prices, now: { Shop.at("10:31:00") }
        ).investigate(Shop.plan(id: id, budget: Budget(dollars: nil, dollarsPerDay: perDay)))
    }

    @Test func `once the day's money is spent a model that costs nothing takes over, in the middle of a run`()
        async throws
    {
        // The first answer costs 2.1 dollars.
        let model = ScriptedModel(Shop.goodScript, identity: Self.paid)
        let free = ScriptedModel(Shop.goodScript)
        let recorder = InMemoryRecorder()
        let report = try await investigate("i1", [model, free], recorder, perDay: 2)
        #expect(model.requests.count == 1)
        #expect(report.making.models == ["anthropic/a", "scripted/script"])
        #expect(report.confidence == .confirmed)
        #expect(report.notes.contains { $0.contains("anthropic/a did not answer: the budget of 2.0 dollars per day") })

        let next = try await investigate("i2", [model, free], recorder, perDay: 2)
        #expect(model.requests.count == 1, "the next case of the day is not asked at all")
        #expect(next.confidence == .confirmed)
    }

    @Test func `with nothing but paid models the dossier is the report`() async throws {
        let recorder = InMemoryRecorder()
        let report = try await investigate(
            "i1", [ScriptedModel(Shop.goodScript, identity: Self.paid)], recorder, perDay: 0)
        #expect(report.notes.contains { $0.contains("no model answered") })
        #expect(report.verifiedClaims == 1)
    }
}
